package dev.unpin;

/**
 * What a failed operation did to the store: the three faces of a failure, which callers must never merge.
 *
 * <p>Only {@link #REFUSED} and {@link #NOT_SENT} prove that nothing was changed. After {@link #UNKNOWN} a write may or
 * may not have been applied; repeating it blindly may apply it twice. Whether repeating can help at all is said by
 * {@link UnpinException#retryAfter}.
 */
public enum Effect {
    /** The operation was judged and turned down; it changed nothing. */
    REFUSED,

    /** No change has left this process: the operation was not sent, or it only reads. It changed nothing. */
    NOT_SENT,

    /** A change was sent, or may have been, and no answer came: it was applied once or not at all. */
    UNKNOWN
}
