package dev.unpin.concurrency.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link RecordStore#write} did. Immutable. */
public final class RecordReply {
    /** The cases. */
    public enum Status {
        /** The write was applied, now or when it arrived before. */
        WRITTEN,
        /** There was nothing to remove; nothing was changed. */
        NOTHING,
        /** The condition was not met; nothing was changed. */
        CONFLICT,
        /**
         * More writes have passed since {@link RecordWrite#baseVersion()} than the store remembers, so that it cannot
         * tell whether this one arrived before. Nothing was changed now.
         */
        STALE
    }

    private final Status status;
    private final long version;
    private final @Nullable StoredRecord current;

    private RecordReply(Status status, long version, @Nullable StoredRecord current) {
        this.status = status;
        this.version = version;
        this.current = current;
    }

    /**
     * The write was applied.
     *
     * @param version the version it made
     * @return a reply with {@link Status#WRITTEN}
     */
    public static RecordReply written(long version) {
        return new RecordReply(Status.WRITTEN, version, null);
    }

    /**
     * Nothing was there to be removed.
     *
     * @return a reply with {@link Status#NOTHING}
     */
    public static RecordReply nothing() {
        return new RecordReply(Status.NOTHING, 0, null);
    }

    /**
     * The condition was not met.
     *
     * @param current what is stored, or null if nothing is
     * @return a reply with {@link Status#CONFLICT}
     */
    public static RecordReply conflict(@Nullable StoredRecord current) {
        return new RecordReply(Status.CONFLICT, current == null ? 0 : current.version(), current);
    }

    /**
     * The store does not remember far enough back.
     *
     * @param version the version of the key's last write, a removal included
     * @param current what is stored, or null if nothing is
     * @return a reply with {@link Status#STALE}
     */
    public static RecordReply stale(long version, @Nullable StoredRecord current) {
        return new RecordReply(Status.STALE, version, current);
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the version.
     *
     * @return the one that the write made ({@link Status#WRITTEN}) or found; 0 if there is none
     */
    public long version() {
        return version;
    }

    /**
     * Returns what was in the way.
     *
     * @return what is stored, or empty if nothing is; always empty unless {@link Status#CONFLICT} or
     *     {@link Status#STALE}
     */
    public Optional<StoredRecord> current() {
        return Optional.ofNullable(current);
    }

    /** Shows the case and the version, never a value. */
    @Override
    public String toString() {
        return "RecordReply[" + Objects.requireNonNull(status) + ", version " + version + "]";
    }
}
