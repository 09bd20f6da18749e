package dev.unpin.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request says in its {@code Idempotency-Key} header (draft-ietf-httpapi-idempotency-key-header-07): a string of
 * structured fields (RFC 9651, section 3.3.3). Immutable.
 *
 * <p>A key is 1 to {@value #MAX_LENGTH} visible ASCII characters. Parameters after the string, which the draft does not
 * define, are refused, and so are several keys.
 */
public final class IdempotencyKey {
    /** The longest key, in characters. */
    public static final int MAX_LENGTH = 255;

    /** Every character of a key may come with a backslash. */
    private static final int MAX_HEADER_LENGTH = 2 * MAX_LENGTH + 2;

    private static final IdempotencyKey ABSENT = new IdempotencyKey(Status.ABSENT, null);
    private static final IdempotencyKey MALFORMED = new IdempotencyKey(Status.MALFORMED, null);

    /** What is let pass. */
    public enum Style {
        /** Only what the draft says: a string in double quotes. */
        STRICT,

        /**
         * Also what many clients send: the key without quotes, which then holds no quotes, backslashes, commas,
         * semicolons and spaces. With and without quotes it is the same key.
         */
        LENIENT
    }

    /** The cases. */
    public enum Status {
        /** There is a key. */
        PRESENT,
        /** There is no such header, or an empty one. */
        ABSENT,
        /** There is a header, and it is no key. */
        MALFORMED
    }

    private final Status status;
    private final @Nullable String value;

    private IdempotencyKey(Status status, @Nullable String value) {
        this.status = status;
        this.value = value;
    }

    /**
     * Reads a header.
     *
     * @param header its value, null if the request has none
     * @param style what is let pass
     * @return what it says
     */
    public static IdempotencyKey parse(@Nullable String header, Style style) {
        String text = header == null ? "" : trimmed(header);
        if (text.isEmpty()) {
            return ABSENT;
        }
        if (text.length() > MAX_HEADER_LENGTH) {
            return MALFORMED;
        }
        @Nullable String key = text.charAt(0) == '"' ? quoted(text) : bare(text, style);
        return key == null || key.isEmpty() || key.length() > MAX_LENGTH
                ? MALFORMED
                : new IdempotencyKey(Status.PRESENT, key);
    }

    private static @Nullable String quoted(String text) {
        StringBuilder key = new StringBuilder(text.length());
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i == text.length() - 1 ? key.toString() : null;
            }
            if (c == '\\') {
                i++;
                if (i == text.length() || (text.charAt(i) != '"' && text.charAt(i) != '\\')) {
                    return null;
                }
                c = text.charAt(i);
            }
            if (c < ' ' || c > '~') {
                return null;
            }
            key.append(c);
        }
        return null;
    }

    private static @Nullable String bare(String text, Style style) {
        boolean allowed =
                style == Style.LENIENT && text.chars().allMatch(c -> c > ' ' && c <= '~' && "\"\\,;".indexOf(c) < 0);
        return allowed ? text : null;
    }

    /** Optional white space around a field's value is not part of it (RFC 9110, section 5.5). */
    private static String trimmed(String header) {
        int start = 0;
        int end = header.length();
        while (start < end && isBlank(header.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(header.charAt(end - 1))) {
            end--;
        }
        return header.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the key, without quotes and backslashes.
     *
     * @return 1 to {@value #MAX_LENGTH} visible ASCII characters or spaces; empty unless the status is
     *     {@link Status#PRESENT}
     */
    public Optional<String> value() {
        return Optional.ofNullable(value);
    }

    /** Shows the case alone: who knows a key may be given somebody's answer. */
    @Override
    public String toString() {
        return "IdempotencyKey[" + status + "]";
    }
}
