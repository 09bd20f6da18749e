package dev.unpin;

/**
 * What a failed operation did to the store: the three faces of a failure, which callers must never merge.
 *
 * <p>Only {@link #REFUSED} and {@link #NOT_SENT} prove that nothing was changed. After {@link #UNKNOWN} a write may or
 * may not have been applied; repeating it blindly may apply it twice.
 */
public enum Effect {
    /** The operation was judged and turned down; it changed nothing, and the same call will be turned down again. */
    REFUSED,

    /** The operation never left this process; it changed nothing, and may be repeated once the cause has passed. */
    NOT_SENT,

    /** The operation was sent, or may have been, and no answer came: it was applied once or not at all. */
    UNKNOWN
}
