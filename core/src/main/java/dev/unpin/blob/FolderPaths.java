package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a key lies in a folder. No key is ever used as a path: every byte but {@code a-z 0-9 - _} is escaped as
 * {@code =xx}, so that case folding, normalisation, device names and dots of a file system cannot mix up two keys, and
 * none leads out. A segment becomes a folder {@code k…~} or, the last one, a file {@code k….b}, so that {@code a} and
 * {@code a/b} can stand side by side; what is too long for one name goes on in a folder {@code k…+}. Immutable.
 */
final class FolderPaths {
    static final String BLOB = ".b";
    static final String SEGMENT = "~";
    static final String CONTINUED = "+";

    /** Escaped, at most 198 characters: below what any file system takes as a name. */
    private static final int MAX_NAME_BYTES = 66;

    private final Path root;

    FolderPaths(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path path(String key) {
        Path path = root;
        String[] segments = key.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            path = segment(path, segments[i].getBytes(UTF_8), i == segments.length - 1 ? BLOB : SEGMENT);
        }
        return path;
    }

    private static Path segment(Path parent, byte[] segment, String ending) {
        Path path = parent;
        int start = 0;
        for (; segment.length - start > MAX_NAME_BYTES; start += MAX_NAME_BYTES) {
            path = path.resolve("k" + escape(segment, start, start + MAX_NAME_BYTES) + CONTINUED);
        }
        return path.resolve("k" + escape(segment, start, segment.length) + ending);
    }

    private static String escape(byte[] bytes, int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xff;
            boolean plain = (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '_';
            out.append(plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "=%02x", b));
        }
        return out.toString();
    }

    /**
     * Appends the bytes that a name stands for, with the slash where a segment ends. Anything but our names is false.
     */
    static boolean unescape(String name, ByteArrayOutputStream out) {
        boolean segment = name.endsWith(SEGMENT);
        boolean continued = name.endsWith(CONTINUED);
        if (!name.startsWith("k") || !(segment || continued || name.endsWith(BLOB))) {
            return false;
        }
        int end = name.length() - (segment || continued ? 1 : BLOB.length());
        for (int i = 1; i < end; i++) {
            char c = name.charAt(i);
            if (c != '=') {
                out.write(c);
            } else if (i + 2 < end && isHex(name.charAt(i + 1)) && isHex(name.charAt(i + 2))) {
                out.write(Integer.parseInt(name.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                return false;
            }
        }
        if (segment) {
            out.write('/');
        }
        return true;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0;
    }
}
