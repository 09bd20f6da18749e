package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.token.AccessToken;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens as identity providers issue them, after the samples in their manuals; and what is none of an API's business.
 */
class ProfileTest {
    private static final Forge FORGE = Forge.of(JwtAlgorithm.RS256);
    private static final String CLIENT = "\"client-7\"";

    /** A class of tokens, all of one issuer, one key, one audience: only what they are tells them apart. */
    enum Kind {
        OWN_ACCESS,
        AUTH0_ACCESS,
        OKTA_ACCESS,
        COGNITO_ACCESS,
        KEYCLOAK_ACCESS,
        ENTRA_ACCESS,
        GOOGLE_ID,
        OKTA_ID,
        COGNITO_ID,
        KEYCLOAK_ID,
        KEYCLOAK_REFRESH,
        ENTRA_ID_TOKEN,
        OWN_REFRESH,
        LOGOUT,
        DPOP_PROOF
    }

    static Stream<Arguments> matrix() {
        return verifiers().entrySet().stream()
                .flatMap(verifier -> Stream.of(Kind.values())
                        .map(kind -> Arguments.of(verifier.getKey(), verifier.getValue(), kind)));
    }

    private static Map<Kind, JwtProfile> verifiers() {
        Map<Kind, JwtProfile> verifiers = new EnumMap<>(Kind.class);
        verifiers.put(Kind.OWN_ACCESS, JwtProfile.strict());
        verifiers.put(
                Kind.AUTH0_ACCESS,
                JwtProfile.auth0().refuse("typ").refuse("ver").refuse("email"));
        verifiers.put(Kind.OKTA_ACCESS, JwtProfile.okta());
        verifiers.put(Kind.COGNITO_ACCESS, JwtProfile.cognito());
        verifiers.put(Kind.KEYCLOAK_ACCESS, JwtProfile.keycloak());
        verifiers.put(Kind.ENTRA_ACCESS, JwtProfile.entraId());
        verifiers.put(
                Kind.GOOGLE_ID, JwtProfile.google().refuse("typ").refuse("ver").refuse("nonce"));
        return verifiers;
    }

    @ParameterizedTest(name = "{2} at the verifier of {0}")
    @MethodSource("matrix")
    void onlyTheDiagonalPasses(Kind own, JwtProfile profile, Kind kind) {
        JwtVerifier verifier = FORGE.verifier().profile(profile).build();

        if (own == kind) {
            assertThatCode(() -> verifier.verify(token(kind))).doesNotThrowAnyException();
        } else {
            assertThat(catchThrowableOfType(TokenException.class, () -> verifier.verify(token(kind))))
                    .as("refusal of %s", kind)
                    .isNotNull();
        }
    }

    /** Without the further refusals above, that only matter where two identity providers share issuer and key. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {
                "OWN_REFRESH",
                "LOGOUT",
                "DPOP_PROOF",
                "OKTA_ID",
                "COGNITO_ID",
                "KEYCLOAK_REFRESH",
                "ENTRA_ID_TOKEN"
            })
    void noReadyProfileOfAccessTokensTakesAnotherClass(Kind kind) {
        for (JwtProfile profile : new JwtProfile[] {
            JwtProfile.strict(),
            JwtProfile.auth0(),
            JwtProfile.okta(),
            JwtProfile.cognito(),
            JwtProfile.keycloak(),
            JwtProfile.entraId()
        }) {
            JwtVerifier verifier = FORGE.verifier().profile(profile).build();
            if (profile.toString().startsWith("JwtProfile[auth0") && kind == Kind.KEYCLOAK_REFRESH) {
                continue; // of another product altogether, with nothing to tell it by
            }
            assertThat(catchThrowableOfType(TokenException.class, () -> verifier.verify(token(kind))))
                    .as("%s by %s", kind, profile)
                    .isNotNull();
        }
    }

    @Test
    void auth0HasNoIdSoTheSignedPartIsTheIdentity() {
        AccessToken token = verify(JwtProfile.auth0(), Kind.AUTH0_ACCESS);

        assertThat(token.id()).startsWith("sha256:").hasSize(7 + 43);
        assertThat(token.clientId()).contains("client-7");
        assertThat(token.scope()).containsExactly("openid", "read:orders");
        assertThat(verify(JwtProfile.auth0(), Kind.AUTH0_ACCESS).id()).isEqualTo(token.id());
    }

    @Test
    void oktaNamesClientAndScopeInItsOwnWay() {
        AccessToken token = verify(JwtProfile.okta(), Kind.OKTA_ACCESS);

        assertThat(token.clientId()).contains("client-7");
        assertThat(token.scope()).containsExactly("openid", "orders");
    }

    @Test
    void cognitoNamesTheClientInsteadOfAnAudience() {
        AccessToken token = verify(JwtProfile.cognito(), Kind.COGNITO_ACCESS);

        assertThat(token.audience()).containsExactly(Forge.AUDIENCE);
        assertThat(token.claims().strings("cognito:groups")).containsExactly("admins");
        assertThat(catchThrowableOfType(
                                TokenException.class,
                                () -> FORGE.verifier()
                                        .profile(JwtProfile.cognito())
                                        .build()
                                        .verify(FORGE.sign(
                                                FORGE.header().without("typ"),
                                                claims(Kind.COGNITO_ACCESS).with("client_id", "\"another\""))))
                        .reason())
                .isEqualTo(TokenRejection.WRONG_AUDIENCE);
    }

    @Test
    void keycloakTellsTheSession() {
        AccessToken token = verify(JwtProfile.keycloak(), Kind.KEYCLOAK_ACCESS);

        assertThat(token.sessionId()).contains("session-9");
        assertThat(token.claims().object("realm_access").strings("roles")).containsExactly("user");
    }

    @Test
    void entraIdHasItsIdInUti() {
        assertThat(verify(JwtProfile.entraId(), Kind.ENTRA_ACCESS).id()).isEqualTo("uti-1");
        assertThat(verify(JwtProfile.entraId(), Kind.ENTRA_ACCESS).scope())
                .containsExactly("Orders.Read", "Orders.Write");
    }

    @Test
    void aProfileNamesExactlyWhatItRelaxes() {
        assertThat(JwtProfile.strict().relaxations()).isEmpty();
        assertThat(JwtProfile.auth0().relaxations())
                .containsExactly("typ is JWT", "the client is in azp", "the id may be absent");
        assertThat(JwtProfile.okta().relaxations())
                .containsExactly("typ may be absent", "the client is in cid", "the scope is in scp");
        assertThat(JwtProfile.cognito().relaxations())
                .containsExactly("typ may be absent", "the audience is in client_id");
        assertThat(JwtProfile.keycloak().relaxations()).containsExactly("typ is JWT", "the client is in azp");
        assertThat(JwtProfile.entraId().relaxations())
                .containsExactly("typ is JWT", "the client is in azp", "the id is in uti", "the scope is in scp");
        assertThat(JwtProfile.google().relaxations())
                .containsExactly(
                        "typ is JWT", "the client is in azp", "the client may be absent", "the id may be absent");
        assertThat(JwtProfile.okta())
                .hasToString("JwtProfile[okta: typ may be absent, the client is in cid, the scope is in scp]");
    }

    @Test
    void aProfileOfOnesOwnReadsWhatItNamesAndNothingElse() {
        JwtProfile own = JwtProfile.strict().allowType("svc+jwt").sessionIdFrom("login");
        Forge.Json claims = Forge.claims().with("login", "\"session-7\"").with("sid", "\"session-8\"");
        JwtVerifier verifier = FORGE.verifier().profile(own).build();

        for (String type : List.of("at+jwt", "svc+jwt")) {
            String token = FORGE.sign(FORGE.header().with("typ", Forge.quote(type)), claims);
            assertThat(verifier.verify(token).sessionId()).as(type).contains("session-7");
        }
        for (String type : List.of("JWT", "svc", "SVC+JWT", "application/svc+jwt")) {
            String token = FORGE.sign(FORGE.header().with("typ", Forge.quote(type)), claims);
            TokenException refusal = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
            assertThat(refusal.reason()).as(type).isEqualTo(TokenRejection.WRONG_TYPE);
        }
        assertThat(own.relaxations()).containsExactly("typ may be svc+jwt", "the session is in login");
    }

    @Test
    void theExactMomentOfIssueIsTakenFromOurOwnTokensOnly() {
        String foreign = FORGE.sign(
                FORGE.header().with("typ", "\"JWT\""), claims(Kind.AUTH0_ACCESS).with("iat_ms", "\"anything\""));

        assertThat(FORGE.verifier()
                        .profile(JwtProfile.auth0())
                        .build()
                        .verify(foreign)
                        .issuedAt()
                        .getEpochSecond())
                .isEqualTo(Forge.SECOND - 60);
    }

    private static AccessToken verify(JwtProfile profile, Kind kind) {
        return FORGE.verifier().profile(profile).build().verify(token(kind));
    }

    private static String token(Kind kind) {
        return FORGE.sign(header(kind), claims(kind));
    }

    private static Forge.Json header(Kind kind) {
        Forge.Json header = FORGE.header();
        return switch (kind) {
            case OWN_ACCESS -> header;
            case OKTA_ACCESS, OKTA_ID, COGNITO_ACCESS, COGNITO_ID -> header.without("typ");
            case AUTH0_ACCESS, KEYCLOAK_ACCESS, KEYCLOAK_ID, KEYCLOAK_REFRESH, GOOGLE_ID ->
                header.with("typ", "\"JWT\"");
            case ENTRA_ACCESS, ENTRA_ID_TOKEN -> header.with("typ", "\"JWT\"").with("x5t", "\"thumb\"");
            case OWN_REFRESH -> header.with("typ", "\"refresh+jwt\"");
            case LOGOUT -> header.with("typ", "\"logout+jwt\"");
            case DPOP_PROOF -> header.with("typ", "\"dpop+jwt\"").with("jwk", "{\"kty\":\"EC\"}");
        };
    }

    private static Forge.Json claims(Kind kind) {
        Forge.Json base = new Forge.Json()
                .with("iss", Forge.quote(Forge.ISSUER))
                .with("sub", "\"user-42\"")
                .with("iat", Forge.SECOND - 60)
                .with("exp", Forge.SECOND + 600);
        Forge.Json withAudience = base.with("aud", Forge.quote(Forge.AUDIENCE));
        return switch (kind) {
            case OWN_ACCESS, OWN_REFRESH -> Forge.claims();
            case AUTH0_ACCESS ->
                base.with("aud", "[\"api\",\"https://tenant.auth0.com/userinfo\"]")
                        .with("azp", CLIENT)
                        .with("scope", "\"openid read:orders\"")
                        .with("gty", "\"password\"");
            case OKTA_ACCESS ->
                withAudience
                        .with("ver", "1")
                        .with("jti", "\"AT.abc\"")
                        .with("cid", CLIENT)
                        .with("uid", "\"00u\"")
                        .with("scp", "[\"openid\",\"orders\"]");
            case OKTA_ID ->
                withAudience
                        .with("ver", "1")
                        .with("jti", "\"ID.abc\"")
                        .with("amr", "[\"pwd\"]")
                        .with("idp", "\"00o\"")
                        .with("nonce", "\"n\"")
                        .with("at_hash", "\"h\"");
            case COGNITO_ACCESS ->
                base.with("client_id", Forge.quote(Forge.AUDIENCE))
                        .with("cognito:groups", "[\"admins\"]")
                        .with("version", "2")
                        .with("origin_jti", "\"o\"")
                        .with("event_id", "\"e\"")
                        .with("token_use", "\"access\"")
                        .with("scope", "\"phone openid\"")
                        .with("auth_time", Forge.SECOND - 60)
                        .with("jti", "\"j\"")
                        .with("username", "\"u\"");
            case COGNITO_ID ->
                withAudience
                        .with("token_use", "\"id\"")
                        .with("auth_time", Forge.SECOND - 60)
                        .with("jti", "\"j\"")
                        .with("email", "\"e@example.com\"");
            case KEYCLOAK_ACCESS ->
                keycloak(withAudience, "Bearer")
                        .with("realm_access", "{\"roles\":[\"user\"]}")
                        .with("scope", "\"openid profile\"");
            case KEYCLOAK_ID -> keycloak(withAudience, "ID").with("at_hash", "\"h\"");
            case KEYCLOAK_REFRESH -> keycloak(withAudience, "Refresh").with("scope", "\"openid\"");
            case ENTRA_ACCESS ->
                withAudience
                        .with("nbf", Forge.SECOND - 60)
                        .with("azp", CLIENT)
                        .with("azpacr", "\"0\"")
                        .with("oid", "\"o\"")
                        .with("scp", "\"Orders.Read Orders.Write\"")
                        .with("tid", "\"t\"")
                        .with("uti", "\"uti-1\"")
                        .with("ver", "\"2.0\"");
            case ENTRA_ID_TOKEN ->
                withAudience
                        .with("nbf", Forge.SECOND - 60)
                        .with("nonce", "\"n\"")
                        .with("oid", "\"o\"")
                        .with("tid", "\"t\"")
                        .with("uti", "\"uti-2\"")
                        .with("ver", "\"2.0\"");
            case GOOGLE_ID ->
                withAudience
                        .with("azp", Forge.quote(Forge.AUDIENCE))
                        .with("email", "\"e@example.com\"")
                        .with("email_verified", "true")
                        .with("at_hash", "\"h\"");
            case LOGOUT ->
                withAudience
                        .with("jti", "\"l\"")
                        .with("sid", "\"s\"")
                        .with("events", "{\"http://schemas.openid.net/event/backchannel-logout\":{}}");
            case DPOP_PROOF ->
                new Forge.Json()
                        .with("jti", "\"d\"")
                        .with("htm", "\"GET\"")
                        .with("htu", "\"https://api.example\"")
                        .with("iat", Forge.SECOND);
        };
    }

    private static Forge.Json keycloak(Forge.Json base, String type) {
        return base.with("jti", "\"k\"")
                .with("typ", Forge.quote(type))
                .with("azp", CLIENT)
                .with("sid", "\"session-9\"")
                .with("acr", "\"1\"");
    }
}
