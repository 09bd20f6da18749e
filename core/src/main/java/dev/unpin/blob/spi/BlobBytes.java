package dev.unpin.blob.spi;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The bytes of a blob or of one part of it, in memory, so that a store can send them again. Valid and unchanged only
 * until the call that they are given to returns: the memory behind them is used again. Within that call, reading is
 * thread-safe.
 */
public final class BlobBytes {
    private final List<ByteBuffer> chunks;
    private final int length;
    private final long crc32c;

    private BlobBytes(List<ByteBuffer> chunks) {
        this.chunks = chunks;
        CRC32C crc = new CRC32C();
        long sum = 0;
        for (ByteBuffer chunk : chunks) {
            sum += chunk.remaining();
            crc.update(chunk.duplicate());
        }
        this.length = Math.toIntExact(sum);
        this.crc32c = crc.getValue();
    }

    /**
     * Joins chunks without copying them.
     *
     * @param chunks what remains in each, together less than 2 GiB; their positions are not moved
     * @return the bytes of all chunks in order
     */
    public static BlobBytes of(List<ByteBuffer> chunks) {
        return new BlobBytes(chunks.stream()
                .filter(ByteBuffer::hasRemaining)
                .map(ByteBuffer::asReadOnlyBuffer)
                .toList());
    }

    /**
     * Wraps an array without copying it.
     *
     * @param bytes the bytes
     * @return these bytes
     */
    public static BlobBytes of(byte[] bytes) {
        return of(List.of(ByteBuffer.wrap(bytes)));
    }

    /**
     * Returns how many bytes these are.
     *
     * @return zero or more
     */
    public int length() {
        return length;
    }

    /**
     * Returns the checksum that the store has to compare with what arrives.
     *
     * @return the CRC-32C, 0 to 2<sup>32</sup> - 1
     */
    public long crc32c() {
        return crc32c;
    }

    /**
     * Reads the bytes from the first one, as often as needed.
     *
     * @return a stream that never blocks, and supports mark and reset
     */
    public InputStream open() {
        return new ChunkInputStream(chunks);
    }

    /**
     * Writes the bytes; neither flushes nor closes.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            in.transferTo(out);
        }
    }

    /**
     * Adds the bytes to a checksum.
     *
     * @param checksum the checksum of what comes before them
     */
    public void update(Checksum checksum) {
        chunks.forEach(chunk -> checksum.update(chunk.duplicate()));
    }

    /**
     * Copies the bytes into memory of their own.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        ByteBuffer target = ByteBuffer.wrap(copy);
        chunks.forEach(chunk -> target.put(chunk.duplicate()));
        return copy;
    }

    /** Shows the length. */
    @Override
    public String toString() {
        return "BlobBytes[" + length + "]";
    }
}
