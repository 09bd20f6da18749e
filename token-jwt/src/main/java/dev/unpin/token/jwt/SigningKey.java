package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A key that tokens are signed with, and what they are verified with. Immutable. */
public final class SigningKey {
    private final VerificationKey verificationKey;
    private final SignatureScheme scheme;
    private final @Nullable PrivateKey privateKey;

    private SigningKey(VerificationKey verificationKey, SignatureScheme scheme, @Nullable PrivateKey privateKey) {
        this.verificationKey = verificationKey;
        this.scheme = scheme;
        this.privateKey = privateKey;
    }

    /**
     * Takes a key pair.
     *
     * @param id the key's id, the {@code kid} of the tokens it signs; 1 to 256 characters
     * @param algorithm the one algorithm it is used with
     * @param pair an RSA, EC or Ed25519 pair that fits the algorithm
     * @return the key
     * @throws IllegalArgumentException if the pair does not fit or is weak, or its halves do not belong together
     */
    public static SigningKey of(String id, JwtAlgorithm algorithm, KeyPair pair) {
        VerificationKey verificationKey = VerificationKey.of(id, algorithm, pair.getPublic());
        PrivateKey privateKey = Objects.requireNonNull(pair.getPrivate(), "pair.getPrivate()");
        SigningKey key = new SigningKey(
                verificationKey, SignatureScheme.of(algorithm, pair.getPublic(), privateKey), privateKey);
        key.checkHalves();
        return key;
    }

    /**
     * Takes a secret that issuer and verifiers share. Every verifier could issue tokens too.
     *
     * @param id the key's id, the {@code kid} of the tokens it signs; 1 to 256 characters
     * @param algorithm one of HMAC
     * @param secret random bytes, at least as many as the hash has; copied
     * @return the key
     * @throws IllegalArgumentException if the secret is too short, or the algorithm is not of HMAC
     */
    public static SigningKey secret(String id, JwtAlgorithm algorithm, byte[] secret) {
        VerificationKey verificationKey = VerificationKey.secret(id, algorithm, secret);
        return new SigningKey(verificationKey, SignatureScheme.of(algorithm, secret.clone()), null);
    }

    /**
     * Reads a key pair in PEM.
     *
     * @param id the key's id, the {@code kid} of the tokens it signs; 1 to 256 characters
     * @param algorithm the one algorithm it is used with
     * @param privatePem one block {@code PRIVATE KEY} (PKCS#8, not encrypted)
     * @param publicPem one block {@code PUBLIC KEY} (X.509)
     * @return the key
     * @throws IllegalArgumentException if there is another number or kind of blocks, or the pair does not fit or is
     *     weak
     */
    public static SigningKey fromPem(String id, JwtAlgorithm algorithm, String privatePem, String publicPem) {
        PublicKey publicKey = Pem.publicKey(algorithm, publicPem);
        return of(id, algorithm, new KeyPair(publicKey, Pem.privateKey(algorithm, privatePem)));
    }

    /**
     * Makes a new key pair. Its id is the thumbprint of its public key (RFC 7638). RSA takes a few hundred
     * milliseconds.
     *
     * @param algorithm any but HMAC; RSA keys get 2048 bits
     * @return a new key
     * @throws IllegalArgumentException if the algorithm is of HMAC
     */
    public static SigningKey generate(JwtAlgorithm algorithm) {
        KeyPair pair = KeyCodec.generate(algorithm);
        return of(JwkWriter.thumbprint(algorithm, pair.getPublic()), algorithm, pair);
    }

    /**
     * Returns the key's id.
     *
     * @return the {@code kid} of the tokens it signs
     */
    public String id() {
        return verificationKey.id();
    }

    /**
     * Returns the one algorithm the key is used with.
     *
     * @return the algorithm
     */
    public JwtAlgorithm algorithm() {
        return verificationKey.algorithm();
    }

    /**
     * Returns what the signatures are verified with.
     *
     * @return the other half
     */
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    Optional<PrivateKey> privateKey() {
        return Optional.ofNullable(privateKey);
    }

    /** The signature in the form of RFC 7518; of ECDSA the one of its two spellings with the smaller s. */
    byte[] sign(byte[] signingInput) {
        byte[] signature = scheme.sign(signingInput);
        return algorithm().family() == JwtAlgorithm.Family.EC
                ? EcSignature.withLowS(algorithm(), signature)
                : signature;
    }

    private void checkHalves() {
        String text = "eyJ9.eyJ9";
        byte[] signature = sign(text.getBytes(ISO_8859_1));
        CompactJwt probe = CompactJwt.parse(text + "." + Base64Text.encode(signature), Integer.MAX_VALUE);
        if (!verificationKey.verifies(probe)) {
            throw new IllegalArgumentException("the private key does not belong to the public key");
        }
    }

    /** Shows id and algorithm. */
    @Override
    public String toString() {
        return "SigningKey[" + id() + ", " + algorithm() + "]";
    }
}
