package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forgeries that are particular to an algorithm. */
class SignatureTest {
    @ParameterizedTest
    @EnumSource(names = {"RS256", "PS256", "ES256", "ED25519"})
    void aPublicKeyIsNeverASecretOfHmac(JwtAlgorithm algorithm) throws GeneralSecurityException {
        Forge forge = Forge.of(algorithm);
        PublicKey key = forge.pair().getPublic();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : new byte[][] {
            key.getEncoded(),
            pem.getBytes(ISO_8859_1),
            pem.strip().getBytes(ISO_8859_1),
            (" " + pem).getBytes(ISO_8859_1)
        }) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            String signed = Forge.encode(forge.header().with("alg", "\"HS256\"").toString()) + "."
                    + Forge.encode(Forge.claims().toString());

            assertThat(reason(forge, signed + "." + Base64Text.encode(mac.doFinal(signed.getBytes(ISO_8859_1)))))
                    .isEqualTo(TokenRejection.UNSUPPORTED);
        }
    }

    static Stream<Arguments> signaturesOfEcdsa() {
        return Stream.of(JwtAlgorithm.ES256, JwtAlgorithm.ES384, JwtAlgorithm.ES512)
                .flatMap(algorithm -> {
                    BigInteger n = KeyChecks.curve(algorithm).getOrder();
                    BigInteger one = BigInteger.ONE;
                    return Stream.of(
                            Arguments.of(algorithm, BigInteger.ZERO, BigInteger.ZERO),
                            Arguments.of(algorithm, BigInteger.ZERO, one),
                            Arguments.of(algorithm, one, BigInteger.ZERO),
                            Arguments.of(algorithm, n, n),
                            Arguments.of(algorithm, one, n),
                            Arguments.of(algorithm, n, one),
                            Arguments.of(algorithm, n.add(one), n.subtract(one)),
                            Arguments.of(algorithm, one, one));
                });
    }

    @ParameterizedTest
    @MethodSource("signaturesOfEcdsa")
    void signaturesThatNoKeyMakesAreRefused(JwtAlgorithm algorithm, BigInteger r, BigInteger s) {
        byte[] signature = Arrays.copyOf(fixed(r, algorithm.size()), 2 * algorithm.size());
        System.arraycopy(fixed(s, algorithm.size()), 0, signature, algorithm.size(), algorithm.size());

        assertThat(reasonOfSignature(Forge.of(algorithm), signature)).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512"})
    void signaturesInDerAreRefused(JwtAlgorithm algorithm) throws GeneralSecurityException {
        Forge forge = Forge.of(algorithm);
        Signature der = Signature.getInstance("SHA" + algorithm.name().substring(2) + "withECDSA");
        der.initSign(forge.pair().getPrivate());

        assertThat(reasonOf(forge, der)).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512"})
    void theSecondSpellingOfASignatureIsTheSameTokenOrRefused(JwtAlgorithm algorithm) {
        Forge forge = Forge.of(algorithm);
        String good = forge.good();
        byte[] signature = signature(good);
        assertThat(EcSignature.hasLowS(algorithm, signature)).isTrue();
        int half = algorithm.size();
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half));
        System.arraycopy(fixed(KeyChecks.curve(algorithm).getOrder().subtract(s), half), 0, signature, half, half);
        String second = replaceSignature(good, signature);

        assertThat(second).isNotEqualTo(good);
        assertThat(forge.verifier().build().verify(second).id())
                .isEqualTo(forge.verifier().build().verify(good).id());
        TokenException refusal = catchThrowableOfType(
                TokenException.class,
                () -> forge.verifier().refuseHighS().build().verify(second));
        assertThat(refusal.reason()).isEqualTo(TokenRejection.BAD_SIGNATURE);
        assertThat(forge.verifier().refuseHighS().build().verify(good).id()).isEqualTo("token-1");
        assertThat(EcSignature.withLowS(algorithm, signature)).isEqualTo(signature(good));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 31, 33, 64})
    void onlyTheSaltLengthOfTheAlgorithmIsAccepted(int salt) throws GeneralSecurityException {
        Forge forge = Forge.of(JwtAlgorithm.PS256);
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
        pss.initSign(forge.pair().getPrivate());

        assertThat(reasonOf(forge, pss)).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @Test
    void theMaskOfAnotherHashIsRefused() throws GeneralSecurityException {
        Forge forge = Forge.of(JwtAlgorithm.PS256);
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA1, 32, 1));
        pss.initSign(forge.pair().getPrivate());

        assertThat(reasonOf(forge, pss)).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA1withRSA", "SHA384withRSA", "SHA512withRSA", "MD5withRSA", "NONEwithRSA"})
    void onlyTheHashOfTheAlgorithmIsAccepted(String scheme) throws GeneralSecurityException {
        Forge forge = Forge.of(JwtAlgorithm.RS256);
        Signature rsa = Signature.getInstance(scheme);
        rsa.initSign(forge.pair().getPrivate());

        TokenRejection reason =
                scheme.equals("NONEwithRSA") ? reasonOfSignature(forge, hashWithoutItsName(rsa)) : reasonOf(forge, rsa);
        assertThat(reason).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    /** What PKCS #1 v1.5 (RFC 8017, section 9.2) puts around a digest of SHA-256, and what it does not. */
    static Stream<Arguments> paddings() {
        String name = "3031300d060960864801650304020105000420";
        return Stream.of(
                Arguments.of("as it should be", "0001", "ff".repeat(202), "00" + name, "", true),
                Arguments.of(
                        "with junk behind the digest", "0001", "ff".repeat(8), "00" + name, "55".repeat(194), false),
                Arguments.of("with junk instead of padding", "0001", "ff".repeat(201) + "fe", "00" + name, "", false),
                Arguments.of("with padding for encryption", "0002", "ff".repeat(202), "00" + name, "", false),
                Arguments.of("with no padding type", "0000", "ff".repeat(202), "00" + name, "", false),
                Arguments.of("without the zero behind it", "0001", "ff".repeat(203), name, "", false),
                Arguments.of(
                        "with junk as the hash's parameter",
                        "0001",
                        "ff".repeat(8),
                        "003081f23081cd06096086480165030402010481bf" + "55".repeat(0xbf) + "0420",
                        "",
                        false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paddings")
    void onlyThePaddingOfPkcs1IsAccepted(String what, String type, String fill, String name, String junk, boolean good)
            throws GeneralSecurityException {
        Forge forge = Forge.of(JwtAlgorithm.RS256);
        RSAPrivateKey key = (RSAPrivateKey) forge.pair().getPrivate();
        String token = forge.good();
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(token.substring(0, token.lastIndexOf('.')).getBytes(ISO_8859_1)));
        byte[] padded = HexFormat.of().parseHex(type + fill + name + digest + junk);
        assertThat(padded).hasSize(256);
        BigInteger signature = new BigInteger(1, padded).modPow(key.getPrivateExponent(), key.getModulus());
        String signed = replaceSignature(token, fixed(signature, 256));

        if (good) {
            assertThat(forge.verifier().build().verify(signed).id()).isEqualTo("token-1");
        } else {
            assertThat(reason(forge, signed)).isEqualTo(TokenRejection.BAD_SIGNATURE);
        }
    }

    @Test
    void pssAndPkcs1OfOneKeyAreNotEachOther() throws GeneralSecurityException {
        Forge pkcs1 = Forge.of(JwtAlgorithm.RS256);
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        pss.initSign(pkcs1.pair().getPrivate());

        assertThat(reasonOf(pkcs1, pss)).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @Test
    void anEd25519SignatureHasNoSecondSpelling() {
        Forge forge = Forge.of(JwtAlgorithm.ED25519);
        String good = forge.good();
        byte[] signature = signature(good);
        BigInteger order = BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
        BigInteger s = new BigInteger(1, reversed(Arrays.copyOfRange(signature, 32, 64))).add(order);
        System.arraycopy(reversed(fixed(s, 32)), 0, signature, 32, 32);

        assertThat(reason(forge, replaceSignature(good, signature))).isEqualTo(TokenRejection.BAD_SIGNATURE);
    }

    @Test
    void bothNamesOfEd25519AreRead() {
        Forge forge = Forge.of(JwtAlgorithm.ED25519);

        assertThat(forge.verifier()
                        .build()
                        .verify(forge.sign(forge.header().with("alg", "\"Ed25519\""), Forge.claims()))
                        .id())
                .isEqualTo("token-1");
    }

    private static byte[] hashWithoutItsName(Signature rsa) throws GeneralSecurityException {
        rsa.update(
                VerifiedTokens.sha256(signingInput(Forge.of(JwtAlgorithm.RS256)).getBytes(ISO_8859_1)));
        return rsa.sign();
    }

    private static TokenRejection reasonOf(Forge forge, Signature signer) throws GeneralSecurityException {
        signer.update(signingInput(forge).getBytes(ISO_8859_1));
        return reasonOfSignature(forge, signer.sign());
    }

    private static TokenRejection reasonOfSignature(Forge forge, byte[] signature) {
        return reason(forge, signingInput(forge) + "." + Base64Text.encode(signature));
    }

    private static String signingInput(Forge forge) {
        return Forge.encode(forge.header().toString()) + "."
                + Forge.encode(Forge.claims().toString());
    }

    private static TokenRejection reason(Forge forge, String token) {
        TokenException refusal = catchThrowableOfType(
                TokenException.class, () -> forge.verifier().build().verify(token));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal.reason();
    }

    private static byte[] signature(String token) {
        return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
    }

    private static String replaceSignature(String token, byte[] signature) {
        return token.substring(0, token.lastIndexOf('.') + 1) + Base64Text.encode(signature);
    }

    private static byte[] fixed(BigInteger number, int length) {
        byte[] signed = number.toByteArray();
        byte[] bytes = new byte[length];
        int significant = Math.min(signed.length, length);
        System.arraycopy(signed, signed.length - significant, bytes, length - significant, significant);
        return bytes;
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
