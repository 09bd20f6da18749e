package dev.unpin.session.spi;

import java.util.Objects;

/** One stored value of a session and the version of the commit that wrote it. Immutable by agreement on the bytes. */
public final class StoredField {
    private final long version;
    private final byte[] bytes;

    /**
     * Pairs a value with its version.
     *
     * @param version the version of the commit that wrote it, positive
     * @param bytes the value; not copied and never to be modified again
     */
    public StoredField(long version, byte[] bytes) {
        this.version = version;
        this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * Returns the version of the commit that wrote the value.
     *
     * @return a positive number
     */
    public long version() {
        return version;
    }

    /**
     * Returns the value.
     *
     * @return the bytes themselves, not a copy; not to be modified
     */
    public byte[] bytes() {
        return bytes;
    }
}
