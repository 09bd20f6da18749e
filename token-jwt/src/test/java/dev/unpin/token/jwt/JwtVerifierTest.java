package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.StoreException;
import dev.unpin.token.AccessToken;
import dev.unpin.token.Freshness;
import dev.unpin.token.RevocationCheck;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import dev.unpin.token.TokenVerifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

class JwtVerifierTest {
    private static final Forge FORGE = Forge.of(JwtAlgorithm.HS256);

    @Test
    void everythingTheTokenSaysCanBeRead() {
        AccessToken token = verify(Forge.claims()
                .with("aud", "[\"other\",\"api\"]")
                .with("nbf", Forge.SECOND - 30)
                .with("iat_ms", (Forge.SECOND - 60) * 1000 + 7)
                .with("sid", "\"session-1\"")
                .with("scope", "\"orders read\"")
                .with("name", "\"\u0141ukasz \ud83d\ude00\"")
                .with("level", "3")
                .with("ratio", "0.5")
                .with("big", "9223372036854775808")
                .with("admin", "false")
                .with("none", "null")
                .with("roles", "[\"a\",\"b\"]")
                .with("realm", "{\"roles\":[\"c\"],\"deep\":{\"n\":1}}"));

        assertThat(token.issuer()).isEqualTo(Forge.ISSUER);
        assertThat(token.subject()).isEqualTo("user-42");
        assertThat(token.id()).isEqualTo("token-1");
        assertThat(token.clientId()).contains("web");
        assertThat(token.sessionId()).contains("session-1");
        assertThat(token.audience()).containsExactly("other", "api");
        assertThat(token.scope()).containsExactly("orders", "read");
        assertThat(token.keyId()).contains(Forge.KEY_ID);
        assertThat(token.issuedAt()).isEqualTo(Instant.ofEpochSecond(Forge.SECOND - 60, 7_000_000));
        assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(Forge.SECOND + 600));
        assertThat(token.notBefore()).contains(Instant.ofEpochSecond(Forge.SECOND - 30));
        assertThat(token.freshness()).isEqualTo(Freshness.UNCHECKED);
        assertThat(token.claims().string("name")).contains("\u0141ukasz \ud83d\ude00");
        assertThat(token.claims().integer("level")).contains(3L);
        assertThat(token.claims().decimal("level")).contains(BigDecimal.valueOf(3));
        assertThat(token.claims().decimal("ratio")).contains(new BigDecimal("0.5"));
        assertThat(token.claims().decimal("big")).contains(new BigDecimal("9223372036854775808"));
        assertThat(token.claims().bool("admin")).contains(false);
        assertThat(token.claims().string("none")).isEmpty();
        assertThat(token.claims().strings("roles")).containsExactly("a", "b");
        assertThat(token.claims().object("realm").strings("roles")).containsExactly("c");
        assertThat(token.claims().object("realm").object("deep").integer("n")).contains(1L);
        assertThat(token.toString()).doesNotContain("user-42", "session-1", "ukasz");
    }

    @ParameterizedTest
    @CsvSource({
        "exp, -4, true",
        "exp, -5, false",
        "nbf, 5, true",
        "nbf, 6, false",
        "iat, 5, true",
        "iat, 6, false",
    })
    void theSkewCountsToItsEdges(String claim, long secondsFromNow, boolean good) {
        Forge.Json claims = Forge.claims().with("iat", Forge.SECOND - 100).with(claim, Forge.SECOND + secondsFromNow);

        assertThat(reason(claims)).isEqualTo(good ? Optional.empty() : Optional.of(expected(claim)));
    }

    @ParameterizedTest
    @CsvSource({"-4.749, true", "-4.75, false", "-4.751, false"})
    void fractionsOfASecondCount(BigDecimal fromNow, boolean good) {
        // Now is a quarter past the second.
        BigDecimal exp = BigDecimal.valueOf(Forge.SECOND).add(fromNow);

        assertThat(reason(Forge.claims().with("exp", exp.toPlainString())).isEmpty())
                .isEqualTo(good);
    }

    @Test
    void withoutSkewTheTokenIsOverAtTheVeryMomentItSays() {
        String atNow = FORGE.sign(FORGE.header(), Forge.claims().with("exp", Forge.SECOND + ".250"));
        String justAfter = FORGE.sign(FORGE.header(), Forge.claims().with("exp", Forge.SECOND + ".251"));
        JwtVerifier verifier = FORGE.verifier().clockSkew(Duration.ZERO).build();

        assertThat(refusal(verifier, atNow).reason()).isEqualTo(TokenRejection.EXPIRED);
        assertThat(verifier.verify(justAfter).id()).isEqualTo("token-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"at+jwt", "application/at+jwt"})
    void bothSpellingsOfTheTypeAreRead(String type) {
        String token = FORGE.sign(FORGE.header().with("typ", Forge.quote(type)), Forge.claims());

        assertThat(FORGE.verifier().build().verify(token).id()).isEqualTo("token-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic dXNlcjpwdw==", "Bearertoken", "Token x", " Bearer x"})
    void aRequestWithoutBearerTokenIsChallengedWithoutAnError(String header) {
        TokenException refusal = catchThrowableOfType(
                TokenException.class, () -> FORGE.verifier().build().verifyBearer(header));

        assertThat(refusal.reason()).isEqualTo(TokenRejection.MISSING_CREDENTIALS);
        assertThat(refusal.challenge())
                .hasValueSatisfying(
                        it -> assertThat(it).startsWith("Bearer realm=").doesNotContain("error"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer  ", "BEARER   "})
    void theSchemeIsReadRegardlessOfCase(String scheme) {
        assertThat(FORGE.verifier().build().verifyBearer(scheme + FORGE.good()).id())
                .isEqualTo("token-1");
    }

    @Test
    void freshnessIsWhatTheBlocklistKnows() {
        ScriptedBlocklist blocklist = new ScriptedBlocklist();
        JwtVerifier verifier = FORGE.verifier().blocklist(blocklist).build();
        String token = FORGE.good();

        assertThat(verifier.verify(token).freshness()).isEqualTo(Freshness.CURRENT);
        blocklist.local = RevocationStatus.NOT_REVOKED_BUT_STALE;
        assertThat(verifier.verify(token).freshness()).isEqualTo(Freshness.STALE);
        blocklist.local = RevocationStatus.REVOKED;
        assertThat(refusal(verifier, token).reason()).isEqualTo(TokenRejection.REVOKED);
        blocklist.local = RevocationStatus.UNDECIDABLE;
        TokenException undecidable = refusal(verifier, token);
        assertThat(undecidable.reason()).isEqualTo(TokenRejection.UNDECIDABLE);
        assertThat(undecidable.httpStatus()).isEqualTo(503);
        assertThat(undecidable.challenge()).isEmpty();
        assertThat(undecidable.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(blocklist.checks).hasValue(4);
        assertThat(blocklist.confirmations).hasValue(0);
    }

    @Test
    void theBlocklistIsNotAskedAboutTokensThatAreBadByThemselves() {
        ScriptedBlocklist blocklist = new ScriptedBlocklist();
        JwtVerifier verifier = FORGE.verifier().blocklist(blocklist).build();

        BadTokens.forAnyAlgorithm().forEach(bad -> refusal(verifier, bad.token().apply(FORGE)));

        assertThat(blocklist.checks).hasValue(0);
    }

    @Test
    void confirmationIsTheStoresOwnWord() {
        ScriptedBlocklist blocklist = new ScriptedBlocklist();
        ManualClock clock = new ManualClock(Forge.NOW);
        JwtVerifier verifier =
                FORGE.verifier().blocklist(blocklist).clock(clock).build();
        AccessToken token = verifier.verify(FORGE.good());

        assertThat(verifier.confirm(token).freshness()).isEqualTo(Freshness.CONFIRMED);
        assertThat(blocklist.confirmations).hasValue(1);
        blocklist.store = RevocationStatus.REVOKED;
        assertThat(catchThrowableOfType(TokenException.class, () -> verifier.confirm(token))
                        .reason())
                .isEqualTo(TokenRejection.REVOKED);
        blocklist.store = RevocationStatus.NOT_REVOKED;
        clock.advance(Duration.ofMinutes(11));
        assertThat(catchThrowableOfType(TokenException.class, () -> verifier.confirm(token))
                        .reason())
                .isEqualTo(TokenRejection.EXPIRED);
        assertThat(blocklist.confirmations).hasValue(2);
    }

    @Test
    void aRemovedKeyBeatsConfirmation() {
        AtomicReference<Optional<VerificationKey>> key =
                new AtomicReference<>(Optional.of(FORGE.key().verificationKey()));
        JwtVerifier verifier = JwtVerifier.builder(id -> key.get())
                .issuer(Forge.ISSUER)
                .audience(Forge.AUDIENCE)
                .blocklist(new ScriptedBlocklist())
                .clock(InstantSource.fixed(Forge.NOW))
                .build();
        AccessToken token = verifier.verify(FORGE.good());

        key.set(Optional.empty());

        assertThat(catchThrowableOfType(TokenException.class, () -> verifier.confirm(token))
                        .reason())
                .isEqualTo(TokenRejection.UNKNOWN_KEY);
    }

    @Test
    void aHeaderThatNoKeyIsForCausesNoSearch() {
        AtomicInteger searches = new AtomicInteger();
        JwtVerifier verifier = JwtVerifier.builder(id -> {
                    searches.incrementAndGet();
                    return Optional.empty();
                })
                .issuer(Forge.ISSUER)
                .audience(Forge.AUDIENCE)
                .build();

        for (Forge.Json header : List.of(
                FORGE.header().with("alg", "\"none\""),
                FORGE.header().with("typ", "\"JWT\""),
                FORGE.header().with("jwk", "{}"),
                FORGE.header().with("crit", "[\"x\"]"))) {
            refusal(verifier, FORGE.sign(header, Forge.claims()));
        }

        assertThat(searches).hasValue(0);
    }

    @Test
    void aStoreThatIsDownDuringConfirmationIsToldAsSuch() {
        RevocationCheck blocklist = Mockito.mock(RevocationCheck.class);
        Mockito.when(blocklist.maxTokenLifetime()).thenReturn(Duration.ofHours(1));
        Mockito.when(blocklist.check(Mockito.any())).thenReturn(RevocationStatus.NOT_REVOKED);
        Mockito.when(blocklist.confirm(Mockito.any())).thenThrow(StoreException.notSent("down", null));
        JwtVerifier verifier = FORGE.verifier().blocklist(blocklist).build();
        AccessToken token = verifier.verify(FORGE.good());

        assertThat(catchThrowableOfType(StoreException.class, () -> verifier.confirm(token))
                        .httpStatus())
                .isEqualTo(503);
    }

    @Test
    void withoutBlocklistThereIsNothingToConfirm() {
        JwtVerifier verifier = FORGE.verifier().build();
        AccessToken token = verifier.verify(FORGE.good());

        assertThatIllegalStateException()
                .isThrownBy(() -> verifier.confirm(token))
                .withMessageContaining("blocklist");
    }

    @Test
    void tokensThatOutliveTheMemoryOfRevocationsAreRefused() {
        JwtVerifier verifier =
                FORGE.verifier().blocklist(new ScriptedBlocklist()).build();
        Forge.Json hour = Forge.claims().with("exp", Forge.SECOND - 60 + 3_600);
        Forge.Json longer = Forge.claims().with("exp", Forge.SECOND - 60 + 3_601);

        assertThat(verifier.verify(FORGE.sign(FORGE.header(), hour)).id()).isEqualTo("token-1");
        assertThat(refusal(verifier, FORGE.sign(FORGE.header(), longer)).reason())
                .isEqualTo(TokenRejection.TOO_LONG_LIVED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FORGE.verifier()
                        .blocklist(new ScriptedBlocklist())
                        .maxTokenLifetime(Duration.ofHours(2))
                        .build())
                .withMessageContaining("PT1H");
    }

    @Test
    void aVerifierNeedsIssuerAndAudience() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        JwtVerifier.builder(KeyRing.of(FORGE.key())).issuer("x").build());
        assertThatIllegalStateException()
                .isThrownBy(() -> JwtVerifier.builder(KeyRing.of(FORGE.key()))
                        .audience("x")
                        .build());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FORGE.verifier().clockSkew(TokenVerifier.MAX_CLOCK_SKEW.plusMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> FORGE.verifier().clockSkew(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> FORGE.verifier().maxTokenLength(255));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FORGE.verifier().maxTokenLength(TokenVerifier.MAX_TOKEN_LENGTH + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> FORGE.verifier().cacheSize(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> FORGE.verifier().maxTokenLifetime(Duration.ZERO));
    }

    @Test
    void aTokenMayBeAsLongAsItMayBeAndNoLonger() {
        String token = FORGE.good();

        for (int length : List.of(token.length(), token.length() - 1)) {
            JwtVerifier verifier =
                    FORGE.verifier().maxTokenLength(Math.max(256, length)).build();
            assertThat(token.length()).isGreaterThan(256);
            if (length == token.length()) {
                assertThat(verifier.verify(token).id()).isEqualTo("token-1");
            } else {
                assertThat(refusal(verifier, token).reason()).isEqualTo(TokenRejection.MALFORMED);
            }
        }
    }

    @Test
    void aGoodTokenWithTooNarrowAScopeIsForbidden() {
        AccessToken token = verify(Forge.claims().with("scope", "\"read\""));

        assertThat(token.requireScope("read")).isSameAs(token);
        TokenException refusal = catchThrowableOfType(TokenException.class, () -> token.requireScope("write"));
        assertThat(refusal.httpStatus()).isEqualTo(403);
        assertThat(refusal.challenge()).contains("Bearer error=\"insufficient_scope\", scope=\"write\"");
    }

    private static TokenRejection expected(String claim) {
        return claim.equals("exp") ? TokenRejection.EXPIRED : TokenRejection.NOT_YET_VALID;
    }

    private static AccessToken verify(Forge.Json claims) {
        return FORGE.verifier().build().verify(FORGE.sign(FORGE.header(), claims));
    }

    private static Optional<TokenRejection> reason(Forge.Json claims) {
        try {
            verify(claims);
            return Optional.empty();
        } catch (TokenException e) {
            return Optional.of(e.reason());
        }
    }

    private static TokenException refusal(JwtVerifier verifier, String token) {
        TokenException refusal = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }
}
