package dev.unpin.session;

import dev.unpin.codec.CodecException;
import java.util.Arrays;

/** The first byte of every stored value says how the rest is to be read, so that releases can live side by side. */
final class ValueFormat {
    private static final byte PLAIN = 1;

    private ValueFormat() {}

    static byte[] wrap(byte[] encoded) {
        byte[] stored = new byte[encoded.length + 1];
        stored[0] = PLAIN;
        System.arraycopy(encoded, 0, stored, 1, encoded.length);
        return stored;
    }

    static byte[] unwrap(byte[] stored) {
        if (stored.length == 0 || stored[0] != PLAIN) {
            throw CodecException.unreadable(
                    "the stored value has a format that this release does not know; a later one wrote it", null);
        }
        return Arrays.copyOfRange(stored, 1, stored.length);
    }
}
