package dev.unpin.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The SHA-256 hash of a secret that a client carries: all that a store ever sees of it. Immutable. */
public final class SecretHash {
    /** The length of a hash in bytes. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private SecretHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Hashes a secret.
     *
     * @param secret the secret's bytes; not kept
     * @return its hash
     */
    public static SecretHash ofSecret(byte[] secret) {
        try {
            return new SecretHash(MessageDigest.getInstance("SHA-256").digest(secret));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /**
     * Takes a hash as a store kept it.
     *
     * @param hash exactly {@value #LENGTH} bytes; copied
     * @return the hash
     * @throws IllegalArgumentException if the length is another
     */
    public static SecretHash ofHash(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new IllegalArgumentException("a secret's hash has " + LENGTH + " bytes, not " + hash.length);
        }
        return new SecretHash(hash.clone());
    }

    /**
     * Returns the hash.
     *
     * @return {@value #LENGTH} bytes, a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return "SecretHash[hidden]";
    }
}
