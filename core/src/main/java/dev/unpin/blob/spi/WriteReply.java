package dev.unpin.blob.spi;

import dev.unpin.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link BlobStore#put}, {@link BlobStore#completeUpload} or {@link BlobStore#copy} did. Immutable. */
public final class WriteReply {
    /** The cases. */
    public enum Status {
        /** The blob was written. */
        STORED,
        /** What is stored does not meet the condition; this request changed nothing. */
        CONDITION_FAILED,
        /** Another conditional write was under way (HTTP 409 of S3); nothing was changed, and repeating may help. */
        CONFLICT,
        /**
         * The request had to be sent more than once, and the last answer says that the condition is not met or the
         * upload is gone. An earlier send may have been applied, so that its own effect is what the last one met.
         */
        UNCLEAR,
        /** There is no such upload: it was completed or aborted. Nothing was changed. */
        UPLOAD_GONE,
        /** There is nothing to copy; nothing was changed. */
        SOURCE_ABSENT,
        /** The blob to copy has another version; nothing was changed. */
        SOURCE_CHANGED
    }

    private final Status status;
    private final @Nullable Version version;
    private final @Nullable Instant modified;

    private WriteReply(Status status, @Nullable Version version, @Nullable Instant modified) {
        this.status = status;
        this.version = version;
        this.modified = modified;
    }

    /**
     * The blob was written.
     *
     * @param version its version now
     * @param modified when, by the store's clock, or null if the store does not tell
     * @return a reply with {@link Status#STORED}
     */
    public static WriteReply stored(Version version, @Nullable Instant modified) {
        return new WriteReply(Status.STORED, Objects.requireNonNull(version, "version"), modified);
    }

    /**
     * The blob was not written.
     *
     * @param status why, anything but {@link Status#STORED}
     * @return a reply with that status
     */
    public static WriteReply of(Status status) {
        if (status == Status.STORED) {
            throw new IllegalArgumentException("a stored blob has a version");
        }
        return new WriteReply(status, null, null);
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
     * Returns the version that was written.
     *
     * @return the version
     * @throws IllegalStateException unless {@link Status#STORED}
     */
    public Version version() {
        if (version == null) {
            throw new IllegalStateException("nothing was written: " + status);
        }
        return version;
    }

    /**
     * Returns when the blob was written.
     *
     * @return the time by the store's clock, or null if the store does not tell
     */
    public @Nullable Instant modified() {
        return modified;
    }

    /** Shows the case. */
    @Override
    public String toString() {
        return "WriteReply[" + status + "]";
    }
}
