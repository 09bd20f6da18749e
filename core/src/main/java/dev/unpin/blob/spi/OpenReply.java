package dev.unpin.blob.spi;

import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link BlobStore#open} found. Immutable but for the stream. */
public final class OpenReply {
    /** The cases. */
    public enum Status {
        /** Here it is. */
        FOUND,
        /** There is no such blob. */
        ABSENT,
        /** The blob is at {@link OpenRequest#unlessVersion()}. */
        NOT_MODIFIED,
        /** The blob is not at {@link OpenRequest#ifVersion()}. */
        CONDITION_FAILED,
        /** The blob has none of the bytes of {@link OpenRequest#range()}. */
        RANGE_NOT_SATISFIABLE
    }

    /**
     * A blob that is being read.
     *
     * @param blob what the store knows of the whole blob, from the same answer as the bytes
     * @param range which of its bytes the stream gives, both positions inside of the blob; null for all
     * @param content the bytes; closing it early is immediate, whatever is left, and frees what it holds
     */
    public record Found(StoredBlob blob, @Nullable ByteRange range, InputStream content) {
        /**
         * Joins the parts.
         *
         * @param blob what the store knows of the whole blob
         * @param range which of its bytes the stream gives, or null for all
         * @param content the bytes
         */
        public Found {
            Objects.requireNonNull(blob, "blob");
            Objects.requireNonNull(content, "content");
        }
    }

    private final Status status;
    private final @Nullable Found found;

    private OpenReply(Status status, @Nullable Found found) {
        this.status = status;
        this.found = found;
    }

    /**
     * Gives the blob.
     *
     * @param found the blob and its bytes; whoever gets this reply closes them
     * @return a reply with {@link Status#FOUND}
     */
    public static OpenReply found(Found found) {
        return new OpenReply(Status.FOUND, Objects.requireNonNull(found, "found"));
    }

    /**
     * Gives nothing.
     *
     * @param status why, anything but {@link Status#FOUND}
     * @return a reply with that status
     */
    public static OpenReply of(Status status) {
        if (status == Status.FOUND) {
            throw new IllegalArgumentException("what was found has to be given");
        }
        return new OpenReply(status, null);
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
     * Returns the blob.
     *
     * @return the blob and its bytes; empty unless {@link Status#FOUND}
     */
    public Optional<Found> found() {
        return Optional.ofNullable(found);
    }

    /** Shows the case. */
    @Override
    public String toString() {
        return "OpenReply[" + status + "]";
    }
}
