package dev.unpin.blob.spi;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Reads chunks of memory one after the other. Not thread-safe. */
final class ChunkInputStream extends InputStream {
    private final List<ByteBuffer> chunks;
    private int next;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private long position;
    private long mark;

    ChunkInputStream(List<ByteBuffer> chunks) {
        this.chunks = chunks;
    }

    @Override
    public int read() {
        if (!hasMore()) {
            return -1;
        }
        position++;
        return current.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(target, offset, count);
        position += count;
        return count;
    }

    @Override
    public long skip(long count) {
        long left = count;
        while (left > 0 && hasMore()) {
            int step = (int) Math.min(left, current.remaining());
            current.position(current.position() + step);
            left -= step;
        }
        long skipped = Math.max(0, count) - Math.max(0, left);
        position += skipped;
        return skipped;
    }

    @Override
    public int available() {
        return hasMore() ? current.remaining() : 0;
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public synchronized void mark(int readLimit) {
        mark = position;
    }

    @Override
    public synchronized void reset() {
        long target = mark;
        next = 0;
        position = 0;
        current = ByteBuffer.allocate(0);
        long skipped = skip(target);
        position = skipped;
    }

    private boolean hasMore() {
        while (!current.hasRemaining()) {
            if (next == chunks.size()) {
                return false;
            }
            current = chunks.get(next++).duplicate();
        }
        return true;
    }
}
