package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/** File names in {@code Content-Disposition} (RFC 6266, RFC 8187): they come from strangers and go into a header. */
final class FileNames {
    private static final int MAX_LENGTH = 150;
    private static final int MAX_EXTENSION = 20;
    private static final String FALLBACK = "download";
    private static final String ATTR_CHARS = "!#$&+-.^_`|~";
    private static final String EXTENDED = "filename*=UTF-8''";

    private FileNames() {}

    /** Drops folders and what is dangerous to show, cuts to a length, and never returns an empty name. */
    static String clean(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int[] kept = last.codePoints().filter(FileNames::isHarmless).toArray();
        String harmless = new String(kept, 0, kept.length).strip();
        String cut = kept.length <= MAX_LENGTH ? harmless : shorten(harmless);
        return cut.chars().allMatch(c -> c == '.') ? FALLBACK : cut;
    }

    private static String shorten(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION ? name.substring(dot) : "";
        int count = Math.min(
                name.codePointCount(0, name.length()), MAX_LENGTH - extension.codePointCount(0, extension.length()));
        return name.substring(0, name.offsetByCodePoints(0, count)) + extension;
    }

    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT // among them all that reverses the direction of writing
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.UNASSIGNED;
    }

    /** {@code attachment; filename="…"}, and {@code filename*} where the name is more than plain ASCII. */
    static String disposition(String kind, String cleanName) {
        String ascii = cleanName
                .codePoints()
                .map(c -> c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String plain = kind + "; filename=\"" + ascii + "\"";
        return ascii.equals(cleanName) ? plain : plain + "; " + EXTENDED + encode(cleanName);
    }

    private static String encode(String name) {
        StringBuilder out = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || ATTR_CHARS.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }

    /** Reads what {@link #disposition} wrote, and what others write, as far as it is well-formed. */
    static Optional<String> parse(String disposition) {
        int extended = disposition.toLowerCase(Locale.ROOT).indexOf(EXTENDED.toLowerCase(Locale.ROOT));
        if (extended >= 0) {
            int start = extended + EXTENDED.length();
            int end = disposition.indexOf(';', start);
            return decode(disposition
                            .substring(start, end < 0 ? disposition.length() : end)
                            .strip())
                    .map(FileNames::clean);
        }
        int quoted = disposition.toLowerCase(Locale.ROOT).indexOf("filename=\"");
        int start = quoted + "filename=\"".length();
        int end = quoted < 0 ? -1 : disposition.indexOf('"', start);
        return end < 0 ? Optional.empty() : Optional.of(clean(disposition.substring(start, end)));
    }

    private static Optional<String> decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c != '%') {
                bytes.write(c);
            } else if (i + 2 < encoded.length()
                    && Character.digit(encoded.charAt(i + 1), 16) >= 0
                    && Character.digit(encoded.charAt(i + 2), 16) >= 0) {
                bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(bytes.toString(UTF_8));
    }
}
