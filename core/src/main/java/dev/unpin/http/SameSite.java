package dev.unpin.http;

/** Which requests from other sites a browser attaches the session cookie to (RFC 6265bis, section 5.6.7). */
public enum SameSite {
    /** None: the first request after following a link from elsewhere arrives without the session. */
    STRICT("Strict"),

    /** Only when the user navigates to this service by a safe method, such as following a link. The default. */
    LAX("Lax"),

    /** All of them, embedded frames and cross-site posts included; only with {@code Secure}. */
    NONE("None");

    private final String attribute;

    SameSite(String attribute) {
        this.attribute = attribute;
    }

    /** The attribute's value as it stands in {@code Set-Cookie}. */
    String attribute() {
        return attribute;
    }
}
