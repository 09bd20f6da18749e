package dev.unpin.blob;

import dev.unpin.blob.spi.ByteRange;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.StoredBlob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a blob's bytes; what is known of the blob comes from the same answer. Not thread-safe, to be closed. Closing
 * early is immediate, however much is left. Needs a few KiB, or 32 KiB in {@link #transferTo}, whatever the blob's
 * size.
 *
 * <p>{@code read} throws a {@link BlobIntegrityException} rather than give out the last bytes if there are fewer or
 * more of them than there should be or, where the whole blob is read, if its checksum is wrong.
 */
public final class BlobReader extends InputStream {
    private static final int TRANSFER_BYTES = 32 * 1024;

    private final BlobInfo info;
    private final ByteRange range;
    private final InputStream content;
    private final CRC32C crc = new CRC32C();
    private final @Nullable Long expectedCrc;
    private final long length;
    private long position;

    BlobReader(BlobInfo info, OpenReply.Found found) {
        StoredBlob blob = found.blob();
        ByteRange part = found.range();
        this.info = info;
        this.content = found.content();
        this.range = part == null ? new ByteRange(0, Math.max(0, blob.size() - 1)) : part;
        this.length = part == null ? blob.size() : part.length();
        this.expectedCrc = length == blob.size() ? HeadCodec.crc32c(blob) : null;
    }

    /**
     * Returns what is known of the blob.
     *
     * @return size, version and attributes of the whole blob, even where only some of its bytes are read
     */
    public BlobInfo info() {
        return info;
    }

    /**
     * Returns where in the blob the first byte of this stream lies.
     *
     * @return a position from 0
     */
    public long firstByte() {
        return range.first();
    }

    /**
     * Returns how many bytes this stream has from its beginning.
     *
     * @return zero or more
     */
    public long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count == 0) {
            return 0;
        }
        int got = readContent(target, offset, count);
        if (got < 0) {
            if (position < length) {
                throw damaged("ended after " + position + " of " + length + " bytes", null);
            }
            return -1;
        }
        position += got;
        if (position > length) {
            throw damaged("has more than " + length + " bytes", null);
        }
        if (expectedCrc != null) {
            crc.update(target, offset, got);
            if (position == length && crc.getValue() != expectedCrc) {
                throw damaged("has another checksum than it should have", null);
            }
        }
        return got;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        Objects.requireNonNull(out, "out");
        long before = position;
        byte[] buffer = new byte[(int) Math.min(Math.max(1, length - position), TRANSFER_BYTES)];
        for (int got = read(buffer, 0, buffer.length); got >= 0; got = read(buffer, 0, buffer.length)) {
            out.write(buffer, 0, got);
        }
        return position - before;
    }

    private int readContent(byte[] target, int offset, int count) {
        try {
            return content.read(target, offset, count);
        } catch (IOException e) {
            throw damaged("broke off after " + position + " of " + length + " bytes", e);
        }
    }

    private BlobIntegrityException damaged(String what, @Nullable Throwable cause) {
        return new BlobIntegrityException("the content of " + info.key() + " " + what, cause);
    }

    @Override
    public int available() throws IOException {
        return content.available();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
