package dev.unpin.blob;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is a key, the same on every store. */
final class BlobKeys {
    static final int MAX_BYTES = 1024;

    /**
     * The order of UTF-8 bytes, which is that of code points; {@link String#compareTo} has surrogates before U+E000.
     */
    static final Comparator<String> ORDER = BlobKeys::compare;

    private BlobKeys() {}

    static String requireKey(String key) {
        Objects.requireNonNull(key, "key");
        String fault = fault(key);
        if (fault != null) {
            throw new IllegalArgumentException("a blob's key " + fault + ": " + shown(key));
        }
        return key;
    }

    static boolean isKey(String key) {
        return fault(key) == null;
    }

    /** A prefix may end anywhere inside of a key, and may be empty. */
    static String requirePrefix(String prefix) {
        Objects.requireNonNull(prefix, "prefix");
        String fault = prefix.isEmpty() ? null : faultyCharacters(prefix);
        if (fault != null) {
            throw new IllegalArgumentException("a prefix of keys " + fault + ": " + shown(prefix));
        }
        return prefix;
    }

    /**
     * Whether any key begins like this. A prefix that none does finds nothing; a store on top of a file system might
     * take it for a path, and follow {@code ..} out of a scope.
     */
    static boolean mayBegin(String prefix) {
        int slash = prefix.lastIndexOf('/');
        return slash < 0 || isKey(prefix.substring(0, slash));
    }

    private static @Nullable String fault(String key) {
        if (key.isEmpty()) {
            return "is not empty";
        }
        int start = 0;
        while (start <= key.length()) {
            int slash = key.indexOf('/', start);
            int end = slash < 0 ? key.length() : slash;
            String segment = key.substring(start, end);
            if (segment.isEmpty()) {
                return "has no slash at its start or end, and none after another";
            }
            if (segment.equals(".") || segment.equals("..")) {
                return "has no segments . and ..";
            }
            start = end + 1;
        }
        return faultyCharacters(key);
    }

    private static @Nullable String faultyCharacters(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == '\\') {
                return "has no backslash";
            }
            // U+FFFE and U+FFFF cannot be written in XML, which is how S3 lists keys.
            if (Character.isISOControl(c) || c == 0xfffe || c == 0xffff) {
                return "has no control characters";
            }
            if (c >= 0xd800 && c <= 0xdfff) {
                return "has no lone surrogates";
            }
            bytes += utf8Length(c);
            i += Character.charCount(c);
        }
        return bytes > MAX_BYTES ? "has at most " + MAX_BYTES + " bytes of UTF-8, not " + bytes : null;
    }

    static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean oneIsSurrogate = Character.isSurrogate(x) != Character.isSurrogate(y);
                return oneIsSurrogate ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** A key is anybody's text: it must not break a log's lines. */
    private static String shown(String key) {
        StringBuilder out = new StringBuilder();
        key.chars()
                .limit(100)
                .forEach(
                        c -> out.append(c >= ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return out.append(key.length() > 100 ? "…" : "").toString();
    }
}
