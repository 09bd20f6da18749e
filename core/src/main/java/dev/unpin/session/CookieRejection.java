package dev.unpin.session;

/** Why a session cookie that a client sent was not followed; the request got a new, empty session instead. */
public enum CookieRejection {
    /** Not of the form that Unpin hands out, or sent several times with different values. */
    MALFORMED,
    /** No such session: it never was, was signed out, or expired so long ago that the store has forgotten it. */
    UNKNOWN,
    /** The session is past its idle or absolute deadline. */
    EXPIRED,
    /** The session is there, but the cookie's secret is not its own: a guess, or a cookie replaced long ago. */
    FORGED
}
