package dev.unpin.testkit.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream with one wrong bit. */
final class OneBitFlipped extends FilterInputStream {
    private final long place;
    private long position;

    OneBitFlipped(InputStream in, long place) {
        super(in);
        this.place = place;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (position <= place && place < position + count) {
            target[offset + (int) (place - position)] ^= 1;
        }
        position += Math.max(0, count);
        return count;
    }
}
