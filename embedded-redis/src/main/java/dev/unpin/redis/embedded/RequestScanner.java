package dev.unpin.redis.embedded;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Follows what a client sends just far enough to know where one command ends and the next begins.
 *
 * <p>A large command or pipeline arrives in pieces, between which the server may already answer; only a piece that
 * starts with a new command can be a new request. Commands are arrays of bulk strings, or inline lines. Confined to one
 * thread.
 */
final class RequestScanner {
    private static final Set<String> HANDSHAKE = Set.of("HELLO", "AUTH", "SELECT", "CLIENT", "READONLY");
    private static final int HEAD = 64;

    /** More than any server takes; so much is waited for without an overflow. */
    private static final long MOST = 1L << 40;

    private enum Place {
        BETWEEN_COMMANDS,
        INLINE,
        ARRAY_LENGTH,
        STRING_LENGTH,
        STRING
    }

    private Place place = Place.BETWEEN_COMMANDS;
    private long number;
    private long stringsLeft;
    private long bytesLeft;

    boolean betweenCommands() {
        return place == Place.BETWEEN_COMMANDS;
    }

    void feed(byte[] bytes, int length) {
        int i = 0;
        while (i < length) {
            if (place == Place.STRING) {
                int taken = (int) Math.min(bytesLeft, length - i);
                bytesLeft -= taken;
                i += taken;
                if (bytesLeft == 0) {
                    stringsLeft--;
                    place = stringsLeft > 0 ? Place.STRING_LENGTH : Place.BETWEEN_COMMANDS;
                }
            } else {
                header(bytes[i]);
                i++;
            }
        }
    }

    private void header(byte b) {
        if (place == Place.BETWEEN_COMMANDS) {
            number = 0;
            place = b == '*' ? Place.ARRAY_LENGTH : Place.INLINE;
        }
        if (b >= '0' && b <= '9') {
            number = Math.min(number * 10 + (b - '0'), MOST);
        } else if (b == '\n') {
            endOfHeader();
        }
    }

    private void endOfHeader() {
        switch (place) {
            case ARRAY_LENGTH -> {
                stringsLeft = number;
                place = stringsLeft > 0 ? Place.STRING_LENGTH : Place.BETWEEN_COMMANDS;
            }
            case STRING_LENGTH -> {
                bytesLeft = number + 2; // and its CR LF
                place = Place.STRING;
            }
            default -> place = Place.BETWEEN_COMMANDS;
        }
        number = 0;
    }

    /** Tells whether a request that starts with these bytes only greets the server. */
    static boolean isHandshake(byte[] bytes, int length) {
        String head = new String(bytes, 0, Math.min(length, HEAD), StandardCharsets.ISO_8859_1);
        List<String> lines = head.lines().toList();
        return lines.size() > 2 && HANDSHAKE.contains(lines.get(2).toUpperCase(Locale.ROOT));
    }
}
