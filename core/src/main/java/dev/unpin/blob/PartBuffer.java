package dev.unpin.blob;

import dev.unpin.blob.spi.BlobBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory for one part, allocated as it fills: 64 KiB, then chunk by chunk as much again as there is, so that nothing is
 * ever copied. Used again for the next part. Not thread-safe.
 */
final class PartBuffer {
    private final int capacity;
    private final MemoryBudget.Reservation memory;
    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int allocated;
    private int size;
    private int current;

    PartBuffer(int capacity, MemoryBudget.Reservation memory) {
        this.capacity = capacity;
        this.memory = memory;
    }

    /** How much memory this takes. */
    int allocated() {
        return allocated;
    }

    boolean isFull() {
        return size == capacity;
    }

    /** Whether another byte needs another chunk, or another part. */
    boolean isFilled() {
        return size > 0 && size == allocated;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes as many of the bytes as fit into one chunk, at least one; the buffer must not be full. */
    int write(byte[] bytes, int offset, int length) {
        ByteBuffer chunk = chunkWithSpace();
        int count = Math.min(length, chunk.remaining());
        chunk.put(bytes, offset, count);
        size += count;
        return count;
    }

    /** Reads at most so many bytes once from a stream; the buffer must not be full. Negative at the stream's end. */
    int readFrom(InputStream in, long max) throws IOException {
        ByteBuffer chunk = chunkWithSpace();
        int wanted = (int) Math.min(max, chunk.remaining());
        int count = in.read(chunk.array(), chunk.arrayOffset() + chunk.position(), wanted);
        if (count > wanted) {
            throw new IOException("a source returned " + count + " bytes when asked for " + wanted);
        }
        if (count > 0) {
            chunk.position(chunk.position() + count);
            size += count;
        }
        return count;
    }

    private ByteBuffer chunkWithSpace() {
        while (current < chunks.size() && !chunks.get(current).hasRemaining()) {
            current++;
        }
        if (current == chunks.size()) {
            int more = allocated == 0 ? Math.min(capacity, MemoryBudget.FIRST_CHUNK_BYTES) : allocated;
            more = Math.min(more, capacity - allocated);
            memory.cover(allocated + more);
            chunks.add(ByteBuffer.allocate(more));
            allocated += more;
        }
        return chunks.get(current);
    }

    /** The bytes so far, without copying them: valid until {@link #clear}. */
    BlobBytes bytes() {
        return BlobBytes.of(
                chunks.stream().map(chunk -> chunk.duplicate().flip()).toList());
    }

    void clear() {
        chunks.forEach(ByteBuffer::clear);
        size = 0;
        current = 0;
    }
}
