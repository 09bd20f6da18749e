package dev.unpin.token.spi;

import java.time.Instant;
import java.util.Objects;

/** A key ring as a store keeps it. Immutable. */
public final class StoredKeyRing {
    /** How many bytes a ring may have: 1 MiB. */
    public static final int MAX_BYTES = 1 << 20;

    private final long version;
    private final byte[] content;
    private final Instant readAt;

    /**
     * Takes what a store has read.
     *
     * @param version how often the ring was replaced; 0 if it was never stored
     * @param content the sealed ring, copied; empty if it was never stored
     * @param readAt the store's time at this reading
     * @throws IllegalArgumentException if the version is negative, or the content too large, or there is one without
     *     the other
     */
    public StoredKeyRing(long version, byte[] content, Instant readAt) {
        if (version < 0 || (version == 0) != (content.length == 0) || content.length > MAX_BYTES) {
            throw new IllegalArgumentException("a ring has a positive version and 1 to " + MAX_BYTES
                    + " bytes, or neither, not " + version + " and " + content.length);
        }
        this.version = version;
        this.content = content.clone();
        this.readAt = Objects.requireNonNull(readAt, "readAt");
    }

    /**
     * Returns how often the ring was replaced.
     *
     * @return 0 if it was never stored
     */
    public long version() {
        return version;
    }

    /**
     * Returns the sealed ring.
     *
     * @return a copy; empty if it was never stored
     */
    public byte[] content() {
        return content.clone();
    }

    /**
     * Returns the store's time at this reading.
     *
     * @return by the one clock that all instances share
     */
    public Instant readAt() {
        return readAt;
    }

    @Override
    public String toString() {
        return "StoredKeyRing[version " + version + ", " + content.length + " bytes]";
    }
}
