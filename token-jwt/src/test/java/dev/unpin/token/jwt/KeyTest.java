package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private static final BigInteger F4 = BigInteger.valueOf(65_537);

    @ParameterizedTest
    @CsvSource({"HS256, 0", "HS256, 1", "HS256, 31", "HS384, 47", "HS512, 63", "HS512, 32"})
    void aSecretShorterThanTheHashIsRefused(JwtAlgorithm algorithm, int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.secret("k", algorithm, new byte[length]))
                .withMessageContaining("at least " + algorithm.size() + " bytes, not " + length);
        assertThatIllegalArgumentException().isThrownBy(() -> SigningKey.secret("k", algorithm, new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1_024, 2_047})
    void aSmallRsaKeyIsRefused(int bits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of("k", JwtAlgorithm.RS256, rsa(modulus, F4)))
                .withMessageContaining("2048 to 8192 bits, not " + bits);
    }

    @Test
    void aHugeRsaKeyIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of(
                        "k",
                        JwtAlgorithm.RS256,
                        rsa(BigInteger.ONE.shiftLeft(8_192).add(BigInteger.ONE), F4)))
                .withMessageContaining("8192");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "17", "65535", "65536", "65538", "18446744073709551617"})
    void anUnsoundExponentIsRefused(BigInteger exponent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of("k", JwtAlgorithm.PS256, rsa(goodModulus(), exponent)))
                .withMessageContaining("exponent");
    }

    @Test
    void theExponentOneThatTheJdkItselfRefusesNeverGetsThrough() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jwks.of(
                        set("{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"" + unsigned(goodModulus()) + "\",\"e\":\"AQ\"}")));
    }

    @Test
    void aModulusWithASmallFactorIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of(
                        "k", JwtAlgorithm.RS256, rsa(goodModulus().multiply(BigInteger.valueOf(167)), F4)))
                .withMessageContaining("small factor");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of(
                        "k", JwtAlgorithm.RS256, rsa(goodModulus().shiftLeft(1), F4)))
                .withMessageContaining("small factor");
    }

    /** The flawed library made primes k·M + (65537^a mod M), M the product of the first primes. */
    @Test
    void aKeyOfTheRocaKindIsRefused() {
        BigInteger primorial = BigInteger.ONE;
        for (BigInteger prime = BigInteger.TWO; prime.intValue() <= 167; prime = prime.nextProbablePrime()) {
            primorial = primorial.multiply(prime);
        }
        Random random = new Random(1);
        BigInteger modulus = rocaFactor(primorial, random).multiply(rocaFactor(primorial, random));
        assertThat(modulus.bitLength()).isBetween(2_048, 8_192);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of("k", JwtAlgorithm.RS256, rsa(modulus, F4)))
                .withMessageContaining("ROCA");
    }

    @ParameterizedTest
    @CsvSource({"ES256, ES384", "ES384, ES256", "ES512, ES256", "ES256, ES512"})
    void aKeyOnAnotherCurveIsRefused(JwtAlgorithm algorithm, JwtAlgorithm other) {
        PublicKey key = KeyCodec.generate(other).getPublic();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of("k", algorithm, key))
                .withMessageContaining("its own curve");
    }

    @Test
    void aPointOffTheCurveIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jwks.of(set("{\"kty\":\"EC\",\"kid\":\"k\",\"crv\":\"P-256\",\"x\":\""
                        + Base64Text.encode(new byte[32]) + "\",\"y\":\"" + Base64Text.encode(new byte[32]) + "\"}")));
    }

    @ParameterizedTest
    @CsvSource({"RS256, ES256", "ES256, RS256", "ED25519, RS256", "HS256, RS256", "RS256, ED25519"})
    void aKeyOfAnotherKindIsRefused(JwtAlgorithm algorithm, JwtAlgorithm other) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of(
                        "k", algorithm, KeyCodec.generate(other).getPublic()));
    }

    @Test
    void ed448IsRefused() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed448").generateKeyPair();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.of("k", JwtAlgorithm.ED25519, pair.getPublic()))
                .withMessageContaining("Ed448");
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "ES256", "ED25519"})
    void halvesOfDifferentPairsAreRefused(JwtAlgorithm algorithm) {
        KeyPair mixed = new KeyPair(
                KeyCodec.generate(algorithm).getPublic(),
                KeyCodec.generate(algorithm).getPrivate());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningKey.of("k", algorithm, mixed))
                .withMessageContaining("does not belong");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 257})
    void anIdOfNoOrTooManyCharactersIsRefused(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VerificationKey.secret("k".repeat(length), JwtAlgorithm.HS256, new byte[32]));
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "ES256", "ES384", "ES512", "ED25519"})
    void aPairInPemIsRead(JwtAlgorithm algorithm) {
        KeyPair pair = Forge.of(algorithm).pair();
        String publicPem = pem("PUBLIC KEY", pair.getPublic().getEncoded());

        SigningKey key = SigningKey.fromPem(
                "k", algorithm, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), publicPem);

        assertThat(key.verificationKey()).isEqualTo(VerificationKey.fromPem("k", algorithm, publicPem));
        assertThat(key.verificationKey()).isEqualTo(VerificationKey.of("k", algorithm, pair.getPublic()));
    }

    @Test
    void pemOfAnotherKindOrNumberIsRefusedAndNotShown() {
        KeyPair pair = Forge.of(JwtAlgorithm.ES256).pair();
        String secret = pem("PRIVATE KEY", pair.getPrivate().getEncoded());
        String one = pem("PUBLIC KEY", pair.getPublic().getEncoded());

        for (String bad : new String[] {
            "",
            secret,
            one + one,
            one.replace("PUBLIC", "RSA PUBLIC"),
            "x" + one,
            one.replace("\n", "\n*"),
            one.substring(0, one.length() - 30)
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> VerificationKey.fromPem("k", JwtAlgorithm.ES256, bad))
                    .withMessageNotContaining(secret.substring(40, 60));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS384", "ES256", "ES384", "ES512", "ED25519"})
    void whatARingPublishesReadsBackAsTheSameKeys(JwtAlgorithm algorithm) {
        SigningKey key = Forge.of(algorithm).key();

        String json = KeyRing.of(key).jwkSet();

        assertThat(Jwks.of(json).find(Forge.KEY_ID)).contains(key.verificationKey());
        assertThat(json).doesNotContain("\"d\"");
    }

    @Test
    void secretsAreNeverPublished() {
        assertThat(KeyRing.of(Forge.of(JwtAlgorithm.HS256).key()).jwkSet()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void twoKeysOfOneIdAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(
                        Forge.of(JwtAlgorithm.ES256).key(),
                        Forge.of(JwtAlgorithm.RS256).key().verificationKey()));
    }

    @Test
    void keysShowNothingButTheirNames() {
        assertThat(Forge.of(JwtAlgorithm.HS256).key()).hasToString("SigningKey[key-1, HS256]");
        assertThat(Forge.of(JwtAlgorithm.HS256).key().verificationKey()).hasToString("VerificationKey[key-1, HS256]");
    }

    private static String set(String key) {
        return "{\"keys\":[" + key + "]}";
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64Text.encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static BigInteger goodModulus() {
        return ((RSAPublicKey) Forge.of(JwtAlgorithm.RS256).pair().getPublic()).getModulus();
    }

    private static BigInteger rocaFactor(BigInteger primorial, Random random) {
        BigInteger residue = F4.modPow(new BigInteger(64, random), primorial);
        return new BigInteger(1_060 - primorial.bitLength(), random)
                .setBit(1_059 - primorial.bitLength())
                .multiply(primorial)
                .add(residue);
    }

    private static PublicKey rsa(BigInteger modulus, BigInteger exponent) {
        return new RSAPublicKey() {
            private static final long serialVersionUID = 1L;

            @Override
            public BigInteger getModulus() {
                return modulus;
            }

            @Override
            public BigInteger getPublicExponent() {
                return exponent;
            }

            @Override
            public String getAlgorithm() {
                return "RSA";
            }

            @Override
            public String getFormat() {
                return "X.509";
            }

            @Override
            public byte[] getEncoded() {
                return new byte[1];
            }
        };
    }
}
