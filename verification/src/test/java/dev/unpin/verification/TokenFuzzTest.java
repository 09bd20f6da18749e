package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.token.AccessToken;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import dev.unpin.token.jwt.Jwks;
import dev.unpin.token.jwt.JwtAlgorithm;
import dev.unpin.token.jwt.JwtVerifier;
import dev.unpin.token.jwt.KeyRing;
import dev.unpin.token.jwt.SigningKey;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a stranger may send as a token, and what an issuer with the right key may have signed. */
class TokenFuzzTest {
    private static final byte[] SECRET = new byte[32];
    private static final String HEADER = "{\"alg\":\"HS256\",\"kid\":\"k\",\"typ\":\"at+jwt\"}";
    private static final JwtVerifier VERIFIER = JwtVerifier.builder(
                    KeyRing.of(SigningKey.secret("k", JwtAlgorithm.HS256, SECRET)))
            .issuer("i")
            .audience("a")
            .cacheSize(0)
            .clock(InstantSource.fixed(Instant.ofEpochSecond(1_000)))
            .build();

    @FuzzTest
    void anyHeaderIsRefusedOrItsTokenVerified(byte[] input) {
        String header = new String(input, ISO_8859_1);
        try {
            assertThat(VERIFIER.verifyBearer(header).issuer()).isEqualTo("i");
        } catch (TokenException refused) {
            assertThat(refused.reason()).isNotEqualTo(TokenRejection.UNDECIDABLE);
        }
    }

    @FuzzTest
    void anySignedPayloadIsRefusedOrSaysWhatEveryTokenSays(byte[] payload) throws GeneralSecurityException {
        verify(HEADER.getBytes(UTF_8), payload);
    }

    @FuzzTest
    void anySignedHeaderIsRefusedOrNamesTheKey(byte[] header) throws GeneralSecurityException {
        verify(
                header,
                "{\"iss\":\"i\",\"aud\":\"a\",\"sub\":\"s\",\"client_id\":\"c\",\"jti\":\"t\",\"iat\":1000,\"exp\":1100}"
                        .getBytes(UTF_8));
    }

    @FuzzTest
    void anyKeySetIsReadOrRefused(byte[] json) {
        try {
            assertThat(Jwks.of(new String(json, UTF_8)).find("absent \u0000")).isEmpty();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("\n");
        }
    }

    private static void verify(byte[] header, byte[] payload) throws GeneralSecurityException {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String signed = encoder.encodeToString(header) + "." + encoder.encodeToString(payload);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        String token = signed + "." + encoder.encodeToString(mac.doFinal(signed.getBytes(ISO_8859_1)));
        try {
            AccessToken verified = VERIFIER.verify(token);
            assertThat(verified.issuer()).isEqualTo("i");
            assertThat(verified.audience()).contains("a");
            assertThat(verified.subject()).isNotEmpty();
            assertThat(verified.expiresAt()).isAfter(Instant.ofEpochSecond(995));
            assertThat(verified.issuedAt()).isBefore(verified.expiresAt());
            assertThat(verified.keyId()).contains("k");
        } catch (TokenException refused) {
            assertThat(refused.getCause()).isNull();
        }
    }
}
