package dev.unpin.http;

import java.util.Objects;

/**
 * One header field of an answer; immutable. It cannot split the answer: line breaks and other control characters are
 * refused.
 *
 * @param name a token (RFC 9110, section 5.6.2); compared regardless of case
 * @param value visible ASCII, space and tab
 */
public record HttpHeader(String name, String value) {
    /**
     * Checks both parts.
     *
     * @param name a token (RFC 9110, section 5.6.2)
     * @param value visible ASCII, space and tab
     * @throws IllegalArgumentException if the name is no token, or the value holds another character; the message does
     *     not show the value
     */
    public HttpHeader {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (!Tokens.isToken(name)) {
            throw new IllegalArgumentException("Header name has to be letters, digits or " + Tokens.PUNCTUATION
                    + ", but was: " + Json.quote(name));
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("Value of header " + name + " has to be visible ASCII, space and tab");
        }
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Shows the name alone: values of {@code Set-Cookie} are secrets. */
    @Override
    public String toString() {
        return "HttpHeader[" + name + "]";
    }
}
