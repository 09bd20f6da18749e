package dev.unpin.blob.spi;

/** What {@link BlobStore#remove} did. */
public enum RemoveReply {
    /** The blob is gone; without a condition also if it never was there. */
    REMOVED,
    /** The blob is absent or at another version; this request changed nothing. */
    CONDITION_FAILED,
    /** A conditional write was under way; nothing was changed, and repeating may help. */
    CONFLICT,
    /**
     * As {@link #CONDITION_FAILED}, but the request was sent more than once, and an earlier send may have removed it.
     */
    UNCLEAR
}
