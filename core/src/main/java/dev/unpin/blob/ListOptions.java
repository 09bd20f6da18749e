package dev.unpin.blob;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What to list. Handed to the function that fills it in, and valid until that returns; not thread-safe. */
public final class ListOptions {
    private static final int MAX_DELIMITER_LENGTH = 16;

    private String prefix = "";
    private @Nullable String delimiter;
    private @Nullable String startAfter;
    private @Nullable String pageToken;
    private int pageSize = 1000;

    ListOptions() {}

    /**
     * Lists only keys that begin like this; {@code a/} lists {@code a/b}, and neither {@code a} nor {@code aa/b}.
     *
     * @param newPrefix the beginning of the keys; all by default
     * @return this
     * @throws IllegalArgumentException if no key can begin like this
     */
    public ListOptions prefix(String newPrefix) {
        prefix = BlobKeys.requirePrefix(newPrefix);
        return this;
    }

    /**
     * Tells as one {@link BlobEntry.Prefix} all keys that are the same up to this text's first occurrence after the
     * prefix; no key is cut by default.
     *
     * @param newDelimiter mostly {@code /}; 1 to 16 characters
     * @return this
     * @throws IllegalArgumentException if it is empty, longer, or cannot be part of a key
     */
    public ListOptions delimiter(String newDelimiter) {
        if (newDelimiter.isEmpty() || newDelimiter.length() > MAX_DELIMITER_LENGTH) {
            throw new IllegalArgumentException("a delimiter has 1 to " + MAX_DELIMITER_LENGTH + " characters");
        }
        delimiter = BlobKeys.requirePrefix(newDelimiter);
        return this;
    }

    /**
     * Leaves out all keys up to and including this one, which need not exist.
     *
     * @param key the last key not to list; none by default
     * @return this
     * @throws IllegalArgumentException if no key can begin like this
     */
    public ListOptions startAfter(String key) {
        startAfter = BlobKeys.requirePrefix(key);
        return this;
    }

    /**
     * Goes on where a page ended; prefix and delimiter have to be the same as then.
     *
     * @param token what {@link BlobPage#next} gave
     * @return this
     */
    public ListOptions pageToken(String token) {
        pageToken = Objects.requireNonNull(token, "token");
        return this;
    }

    /**
     * Sets how many entries are asked for at a time; 1,000 by default.
     *
     * @param entries 1 to 1,000; a store may give fewer
     * @return this
     * @throws IllegalArgumentException if out of range
     */
    public ListOptions pageSize(int entries) {
        if (entries < 1 || entries > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1000 entries, not " + entries);
        }
        pageSize = entries;
        return this;
    }

    String prefix() {
        return prefix;
    }

    @Nullable
    String delimiter() {
        return delimiter;
    }

    @Nullable
    String startAfter() {
        return startAfter;
    }

    @Nullable
    String pageToken() {
        return pageToken;
    }

    int pageSize() {
        return pageSize;
    }
}
