package dev.unpin.token.spi;

import java.nio.ByteBuffer;

/**
 * What is revoked, as 128 bits of a digest: a store learns neither subjects nor sessions. Immutable.
 *
 * <p>The lowest bit tells what the time of a {@link Revocation} means: see {@link #isCutoff}.
 *
 * @param high the first half
 * @param low the second half
 */
public record RevokedId(long high, long low) {
    /** How many bytes an id has. */
    public static final int BYTES = 16;

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @param bytes {@value #BYTES} bytes
     * @return the id
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static RevokedId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("an id has " + BYTES + " bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new RevokedId(buffer.getLong(), buffer.getLong());
    }

    /**
     * Tells what the time of a revocation of this id means: the last moment of issue that it covers, as of "all tokens
     * of this subject until now"; or else when it may be forgotten, whatever it covers being revoked for good.
     *
     * @return true for the former
     */
    public boolean isCutoff() {
        return (low & 1) == 1;
    }

    /**
     * Returns the id as it is stored.
     *
     * @return {@value #BYTES} bytes, big-endian, of which the last one tells by its lowest bit whether this
     *     {@link #isCutoff}
     */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }
}
