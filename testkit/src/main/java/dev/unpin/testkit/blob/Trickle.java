package dev.unpin.testkit.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;

/** Gives its bytes in pieces of any size, as a socket does. */
final class Trickle extends InputStream {
    private final InputStream bytes;
    private final Random random = new Random(7);

    Trickle(byte[] bytes) {
        this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        try {
            return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(40_000)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
