package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is remembered of a verified token saves its signature, and nothing else. */
class VerifiedTokensTest {
    private static final Forge FORGE = Forge.of(JwtAlgorithm.RS256);

    private final CountingKey counted =
            new CountingKey((RSAPublicKey) FORGE.pair().getPublic());
    private final Map<String, VerificationKey> keys = new ConcurrentHashMap<>(
            Map.of(Forge.KEY_ID, VerificationKey.of(Forge.KEY_ID, JwtAlgorithm.RS256, counted)));
    private final ManualClock clock = new ManualClock(Forge.NOW);
    private final ScriptedBlocklist blocklist = new ScriptedBlocklist();

    @Test
    void theSignatureIsVerifiedOnceAndAllElseEveryTime() {
        JwtVerifier verifier = builder().build();
        int before = counted.used.get();

        for (int i = 0; i < 100; i++) {
            assertThat(verifier.verify(FORGE.good()).subject()).isEqualTo("user-42");
        }

        int perSignature = signaturesOfOneVerification();
        assertThat(counted.used.get() - before - perSignature).isEqualTo(perSignature);
        assertThat(blocklist.checks).hasValue(101);
    }

    @Test
    void expiryBeatsWhatIsRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.good();
        verifier.verify(token);

        clock.advance(Duration.ofSeconds(604));
        assertThat(verifier.verify(token).id()).isEqualTo("token-1");
        clock.advance(Duration.ofSeconds(1));
        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.EXPIRED);
        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.EXPIRED);
    }

    @Test
    void aClockSetBackBeatsWhatIsRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.sign(FORGE.header(), Forge.claims().with("nbf", Forge.SECOND));
        verifier.verify(token);

        clock.advance(Duration.ofSeconds(-10));
        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.NOT_YET_VALID);
    }

    @Test
    void aRemovedKeyBeatsWhatIsRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.good();
        verifier.verify(token);

        keys.clear();

        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.UNKNOWN_KEY);
    }

    @Test
    void anotherKeyUnderTheSameIdBeatsWhatIsRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.good();
        verifier.verify(token);

        keys.put(Forge.KEY_ID, Forge.newKey(JwtAlgorithm.RS256, Forge.KEY_ID).verificationKey());

        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @Test
    void anotherAlgorithmOfTheSameKeyBeatsWhatIsRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.good();
        verifier.verify(token);

        keys.put(
                Forge.KEY_ID,
                VerificationKey.of(
                        Forge.KEY_ID, JwtAlgorithm.PS256, FORGE.pair().getPublic()));

        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.UNSUPPORTED);
    }

    @Test
    void revocationBeatsWhatIsRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.good();
        verifier.verify(token);

        blocklist.local = RevocationStatus.REVOKED;

        assertThat(reason(verifier, token)).isEqualTo(TokenRejection.REVOKED);
    }

    @Test
    void whatOneVerifierRemembersIsNothingToAnother() {
        JwtVerifier one = builder().build();
        JwtVerifier other = JwtVerifier.builder(id -> Optional.ofNullable(keys.get(id)))
                .issuer(Forge.ISSUER)
                .audience("another")
                .clock(clock)
                .build();
        String token = FORGE.good();

        assertThat(one.verify(token).id()).isEqualTo("token-1");
        assertThat(reason(other, token)).isEqualTo(TokenRejection.WRONG_AUDIENCE);
    }

    @Test
    void aRefusedTokenIsNotRemembered() {
        JwtVerifier verifier = builder().build();
        String token = FORGE.good();
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA".substring(0, 7) + "A";
        int before = counted.used.get();

        assertThat(reason(verifier, forged)).isEqualTo(TokenRejection.BAD_SIGNATURE);
        int once = counted.used.get() - before;
        assertThat(reason(verifier, forged)).isEqualTo(TokenRejection.BAD_SIGNATURE);

        assertThat(counted.used.get() - before).isEqualTo(2 * once);
    }

    @Test
    void noMoreTokensAreRememberedThanMayBe() {
        VerifiedTokens tokens = new VerifiedTokens(10);
        VerifiedTokens.Verified verified = new VerifiedTokens.Verified(
                builder().build().verify(FORGE.good()), FORGE.key().verificationKey());

        for (int i = 0; i < 1_000; i++) {
            tokens.add(VerifiedTokens.Digest.of("token " + i), verified);
        }

        assertThat(tokens.size()).isLessThanOrEqualTo(10);
    }

    @Test
    void withoutMemoryEverySignatureIsVerified() {
        JwtVerifier verifier = builder().cacheSize(0).build();
        int perSignature = signaturesOfOneVerification();
        int before = counted.used.get();

        verifier.verify(FORGE.good());
        verifier.verify(FORGE.good());

        assertThat(counted.used.get() - before).isEqualTo(2 * perSignature);
    }

    private int signaturesOfOneVerification() {
        int before = counted.used.get();
        builder().build().verify(FORGE.good());
        int used = counted.used.get() - before;
        assertThat(used).isPositive();
        return used;
    }

    private JwtVerifier.Builder builder() {
        return JwtVerifier.builder(id -> Optional.ofNullable(keys.get(id)))
                .issuer(Forge.ISSUER)
                .audience(Forge.AUDIENCE)
                .blocklist(blocklist)
                .clock(clock);
    }

    private static TokenRejection reason(JwtVerifier verifier, String token) {
        TokenException refusal = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal.reason();
    }

    /** Counts how often it is taken for a signature. */
    private static final class CountingKey implements RSAPublicKey {
        private static final long serialVersionUID = 1L;

        private final transient RSAPublicKey key;
        private final AtomicInteger used = new AtomicInteger();

        CountingKey(RSAPublicKey key) {
            this.key = key;
        }

        @Override
        public BigInteger getModulus() {
            used.incrementAndGet();
            return key.getModulus();
        }

        @Override
        public BigInteger getPublicExponent() {
            return key.getPublicExponent();
        }

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return key.getFormat();
        }

        @Override
        public byte[] getEncoded() {
            used.incrementAndGet();
            return key.getEncoded();
        }
    }
}
