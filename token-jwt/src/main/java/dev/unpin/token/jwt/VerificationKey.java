package dev.unpin.token.jwt;

import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key that tokens are verified with: an id, an algorithm, and a public key or shared secret. Immutable.
 *
 * <p>Weak keys are refused when the key is made: secrets shorter than the hash, RSA below 2048 bits, with an exponent
 * below 65537, small factors or the mark of ROCA, points that are not on the algorithm's curve.
 */
public final class VerificationKey {
    private static final int MAX_ID_LENGTH = 256;

    private final String id;
    private final JwtAlgorithm algorithm;
    private final SignatureScheme scheme;
    private final byte[] material;
    private final @Nullable PublicKey publicKey;

    private VerificationKey(
            String id, JwtAlgorithm algorithm, SignatureScheme scheme, byte[] material, @Nullable PublicKey publicKey) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "a key's id has 1 to " + MAX_ID_LENGTH + " characters, not " + id.length());
        }
        this.id = id;
        this.algorithm = algorithm;
        this.scheme = scheme;
        this.material = material;
        this.publicKey = publicKey;
    }

    /**
     * Takes a public key.
     *
     * @param id the key's id, the {@code kid} of the tokens it signs; 1 to 256 characters
     * @param algorithm the one algorithm it is used with
     * @param key an RSA, EC or Ed25519 key that fits the algorithm
     * @return the key
     * @throws IllegalArgumentException if the key does not fit or is weak
     */
    public static VerificationKey of(String id, JwtAlgorithm algorithm, PublicKey key) {
        KeyChecks.checkPublicKey(algorithm, key);
        byte[] encoded = Objects.requireNonNull(key.getEncoded(), "key.getEncoded()");
        return new VerificationKey(id, algorithm, SignatureScheme.of(algorithm, key, null), encoded, key);
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
    public static VerificationKey secret(String id, JwtAlgorithm algorithm, byte[] secret) {
        KeyChecks.checkSecret(algorithm, secret);
        byte[] own = secret.clone();
        return new VerificationKey(id, algorithm, SignatureScheme.of(algorithm, own), own, null);
    }

    /**
     * Reads a public key in PEM.
     *
     * @param id the key's id, the {@code kid} of the tokens it signs; 1 to 256 characters
     * @param algorithm the one algorithm it is used with
     * @param pem one block {@code PUBLIC KEY} (X.509)
     * @return the key
     * @throws IllegalArgumentException if there is another number or kind of blocks, or the key does not fit or is weak
     */
    public static VerificationKey fromPem(String id, JwtAlgorithm algorithm, String pem) {
        return of(id, algorithm, Pem.publicKey(algorithm, pem));
    }

    /**
     * Returns the key's id.
     *
     * @return the {@code kid} of the tokens it signs
     */
    public String id() {
        return id;
    }

    /**
     * Returns the one algorithm the key is used with.
     *
     * @return the algorithm
     */
    public JwtAlgorithm algorithm() {
        return algorithm;
    }

    Optional<PublicKey> publicKey() {
        return Optional.ofNullable(publicKey);
    }

    boolean verifies(CompactJwt token) {
        return scheme.verifies(token);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof VerificationKey that
                        && id.equals(that.id)
                        && algorithm == that.algorithm
                        && MessageDigest.isEqual(material, that.material));
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Shows id and algorithm. */
    @Override
    public String toString() {
        return "VerificationKey[" + id + ", " + algorithm + "]";
    }
}
