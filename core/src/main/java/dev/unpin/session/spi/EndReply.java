package dev.unpin.session.spi;

/** What {@link SessionStore#end} did. */
public enum EndReply {
    /** The session is gone, ended now or before. */
    ENDED,
    /** Another request has replaced the session's secret a short while ago; the session is still there. */
    RENEWED,
    /** The session is there, and the secret is not its own; it is still there. */
    FORGED
}
