package dev.unpin.session.spi;

/** What {@link SessionStore#end} did. */
public enum EndReply {
    /** The session is gone, ended now or before. */
    ENDED,
    /** Another request has replaced the session's secret; the session is still there. */
    RENEWED
}
