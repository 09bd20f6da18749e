package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.UnpinException;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.MemoryBlobStore;
import dev.unpin.blob.UploadTicket;
import dev.unpin.blob.Uploads;
import dev.unpin.http.SessionCookie;
import dev.unpin.seal.SealKeys;
import dev.unpin.seal.SealedState;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import dev.unpin.token.TokenRequest;
import dev.unpin.token.jwt.JwtAlgorithm;
import dev.unpin.token.jwt.JwtIssuer;
import dev.unpin.token.jwt.JwtProfile;
import dev.unpin.token.jwt.JwtVerifier;
import dev.unpin.token.jwt.KeyRing;
import dev.unpin.token.jwt.SigningKey;
import dev.unpin.token.refresh.MemoryRefreshTokenStore;
import dev.unpin.token.refresh.RefreshTokens;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that this service hands out and takes back, before everyone who takes something back: only what was made
 * for somebody passes there, though all of it is made with the same secret key.
 */
class TokenClassTest {
    private static final byte[] KEY = new byte[32];
    private static final String ISSUER = "https://id.example";
    private static final String OWNER = "user-42";

    /** What is handed out. Each but the last few has somebody who takes it. */
    enum Kind {
        ACCESS_TOKEN,
        ACCESS_TOKEN_OF_ANOTHER_SERVICE,
        ID_TOKEN,
        REFRESH_TOKEN,
        SEALED_STATE,
        SEALED_STATE_OF_ANOTHER_PURPOSE,
        SEALED_STATE_OF_A_HOLDER,
        SESSION_COOKIE,
        UPLOAD_RECEIPT,
        LOGOUT_TOKEN,
        DPOP_PROOF,
        UNSIGNED_TOKEN
    }

    private final Map<Kind, String> handedOut = new EnumMap<>(Kind.class);
    private final Map<Kind, Predicate<String>> takers = new EnumMap<>(Kind.class);

    TokenClassTest() throws GeneralSecurityException {
        accessTokens();
        othersTokens();
        refreshTokens();
        sealedState();
        sessions();
        uploads();
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(Kind.values()).map(taker -> Arguments.of(kind, taker)));
    }

    @ParameterizedTest(name = "{0} where {1} belongs")
    @MethodSource("pairs")
    void onlyTheDiagonalPasses(Kind kind, Kind taker) {
        Predicate<String> takes = takers.get(taker);
        if (takes != null) {
            assertThat(takes.test(handedOut.get(kind))).isEqualTo(kind == taker);
        }
        assertThat(handedOut).containsOnlyKeys(Kind.values());
        assertThat(takers).hasSize(9);
    }

    private void accessTokens() {
        KeyRing ring = KeyRing.of(SigningKey.secret("k", JwtAlgorithm.HS256, KEY));
        JwtIssuer issuer =
                JwtIssuer.builder(ring).issuer(ISSUER).audience("api").build();
        handedOut.put(
                Kind.ACCESS_TOKEN, issuer.issue(TokenRequest.of(OWNER, "web")).text());
        handedOut.put(
                Kind.ACCESS_TOKEN_OF_ANOTHER_SERVICE,
                issuer.issue(TokenRequest.builder(OWNER, "web").audience("mail").build())
                        .text());
        JwtVerifier api =
                JwtVerifier.builder(ring).issuer(ISSUER).audience("api").build();
        JwtVerifier mail =
                JwtVerifier.builder(ring).issuer(ISSUER).audience("mail").build();
        JwtVerifier client = JwtVerifier.builder(ring)
                .issuer(ISSUER)
                .audience("api")
                .profile(JwtProfile.google())
                .build();
        takers.put(Kind.ACCESS_TOKEN, text -> passes(() -> api.verify(text)));
        takers.put(Kind.ACCESS_TOKEN_OF_ANOTHER_SERVICE, text -> passes(() -> mail.verify(text)));
        takers.put(Kind.ID_TOKEN, text -> passes(() -> client.verify(text)));
    }

    /** Of the same issuer, for the same audience, with the same key and all claims that an access token has. */
    private void othersTokens() throws GeneralSecurityException {
        String more = ",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}";
        handedOut.put(Kind.ID_TOKEN, jwt("HS256", "JWT", ",\"nonce\":\"n\""));
        handedOut.put(Kind.LOGOUT_TOKEN, jwt("HS256", "logout+jwt", more));
        handedOut.put(Kind.DPOP_PROOF, jwt("HS256", "dpop+jwt", ",\"htm\":\"GET\""));
        handedOut.put(Kind.UNSIGNED_TOKEN, jwt("none", "at+jwt", "").replaceFirst("[^.]*$", ""));
    }

    private void refreshTokens() {
        RefreshTokens tokens = RefreshTokens.builder(MemoryRefreshTokenStore.create(), SealKeys.of("k", KEY))
                .build();
        handedOut.put(Kind.REFRESH_TOKEN, tokens.open(OWNER, "web").token());
        takers.put(
                Kind.REFRESH_TOKEN,
                text -> tokens.tryRotate(text).isGranted()
                        || !tokens.revoke(text).families().isEmpty());
    }

    private void sealedState() {
        SealedState<String> checkout = SealedState.builder(SealKeys.of("k", KEY), "checkout", new Text())
                .build();
        SealedState<String> cursor =
                SealedState.builder(SealKeys.of("k", KEY), "cursor", new Text()).build();
        SealedState<String> bound = checkout.boundTo(OWNER);
        handedOut.put(Kind.SEALED_STATE, checkout.seal("step 2"));
        handedOut.put(Kind.SEALED_STATE_OF_ANOTHER_PURPOSE, cursor.seal("step 2"));
        handedOut.put(Kind.SEALED_STATE_OF_A_HOLDER, bound.seal("step 2"));
        takers.put(Kind.SEALED_STATE, text -> passes(() -> checkout.open(text)));
        takers.put(Kind.SEALED_STATE_OF_ANOTHER_PURPOSE, text -> passes(() -> cursor.open(text)));
        takers.put(Kind.SEALED_STATE_OF_A_HOLDER, text -> passes(() -> bound.open(text)));
    }

    private void sessions() {
        Sessions sessions = Sessions.builder(MemorySessionStore.create()).build();
        SessionKey<String> step = SessionKey.of("step", new Text());
        SessionCookie cookie = sessions.cookie();
        try (Session session = sessions.open(null)) {
            session.set(step, "2");
            String setCookie = session.commit().orElseThrow();
            handedOut.put(Kind.SESSION_COOKIE, setCookie.substring(cookie.name().length() + 1, setCookie.indexOf(';')));
        }
        takers.put(Kind.SESSION_COOKIE, text -> {
            try (Session session = sessions.open(cookie.name() + "=" + text)) {
                return !session.isNew();
            }
        });
    }

    private void uploads() {
        Blobs blobs = Blobs.create(MemoryBlobStore.create());
        Uploads uploads = Uploads.builder(blobs, SealKeys.of("k", KEY))
                .types("text/plain")
                .receiveAt(URI.create("https://shop.example/uploads"))
                .build();
        UploadTicket ticket = uploads.issue(OWNER, "notes/42", o -> o.type("text/plain"));
        uploads.receive(ticket.receipt(), BlobSource.of("text".getBytes(UTF_8)));
        handedOut.put(Kind.UPLOAD_RECEIPT, ticket.receipt());
        takers.put(Kind.UPLOAD_RECEIPT, text -> passes(() -> uploads.accept(OWNER, text)));
    }

    /** Anything but a typed refusal or a pass breaks the test. */
    private static boolean passes(Runnable taking) {
        try {
            taking.run();
            return true;
        } catch (UnpinException refused) {
            assertThat(refused.httpStatus()).isBetween(400, 499);
            return false;
        }
    }

    private static String jwt(String algorithm, String type, String more) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"k\",\"typ\":\"" + type + "\"}";
        String payload = "{\"iss\":\"" + ISSUER + "\",\"aud\":\"api\",\"sub\":\"" + OWNER
                + "\",\"client_id\":\"web\",\"azp\":\"web\",\"jti\":\"t\",\"iat\":" + (now - 1) + ",\"exp\":"
                + (now + 600)
                + more + "}";
        String signed =
                encoder.encodeToString(header.getBytes(UTF_8)) + "." + encoder.encodeToString(payload.getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        return signed + "." + encoder.encodeToString(mac.doFinal(signed.getBytes(ISO_8859_1)));
    }
}
