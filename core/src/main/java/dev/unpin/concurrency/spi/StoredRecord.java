package dev.unpin.concurrency.spi;

import java.util.Objects;

/** A record as it is stored. Immutable, but for its bytes, which nobody may change. */
public final class StoredRecord {
    private final long version;
    private final byte[] value;

    /**
     * Joins the two.
     *
     * @param version its version, positive
     * @param value its bytes; not copied
     */
    public StoredRecord(long version, byte[] value) {
        this.version = version;
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * Returns which state of the record this is.
     *
     * @return the version of the write that stored it
     */
    public long version() {
        return version;
    }

    /**
     * Returns what is stored.
     *
     * @return the bytes themselves, not a copy
     */
    public byte[] value() {
        return value;
    }

    /** Shows the version, never the value. */
    @Override
    public String toString() {
        return "StoredRecord[version " + version + ", " + value.length + " bytes]";
    }
}
