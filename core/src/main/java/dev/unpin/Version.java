package dev.unpin;

import java.util.Objects;

/**
 * Which state of a record or blob this is: opaque, compared for equality alone, and safe to print, store and send.
 * Immutable.
 *
 * <p>A store issues versions; a text that no store issued is a version too, one that nothing ever has. How much a
 * version promises is the store's to say: one that counts writes tells every write apart, one made from the content
 * (the ETag of most S3 stores) is the same again when the content is.
 *
 * @param text 1 to 256 visible ASCII characters without {@code "}
 */
public record Version(String text) {
    private static final int MAX_LENGTH = 256;

    /**
     * Checks the text.
     *
     * @param text 1 to 256 visible ASCII characters without {@code "}
     * @throws IllegalArgumentException if it is empty, longer, or holds another character
     */
    public Version {
        Objects.requireNonNull(text, "text");
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a version has 1 to " + MAX_LENGTH + " characters, not " + text.length());
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"')) {
            throw new IllegalArgumentException("a version is made of visible ASCII without quotes");
        }
    }

    /**
     * Returns this version as a strong entity tag (RFC 9110, section 8.8.3), for {@code ETag} and {@code If-Match}.
     *
     * @return the text in double quotes
     */
    public String etag() {
        return '"' + text + '"';
    }

    /** Returns the text, as it is stored and compared. */
    @Override
    public String toString() {
        return text;
    }
}
