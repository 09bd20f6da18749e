package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What to upload. It is read once; parts that have to be sent again come from memory, so that no source needs to be
 * repeatable. Immutable; one that holds a stream is good for one upload.
 */
public final class BlobSource {
    private static final long UNKNOWN = -1;

    /** Opens what is to be uploaded. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens it.
         *
         * @return a stream from the first byte on; closed by the upload
         * @throws IOException if it cannot be opened
         */
        InputStream open() throws IOException;
    }

    private final Opener opener;
    private final long length;
    private final byte @Nullable [] bytes;

    private BlobSource(Opener opener, long length, byte @Nullable [] bytes) {
        this.opener = Objects.requireNonNull(opener, "opener");
        this.length = length;
        this.bytes = bytes;
    }

    /**
     * Uploads bytes that are in memory already. They do not count as {@link BlobsBuilder#uploadMemory}.
     *
     * @param bytes the bytes; not copied, and not to be changed before the upload ends
     * @return a source that may be used again
     */
    public static BlobSource of(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return new BlobSource(InputStream::nullInputStream, bytes.length, bytes);
    }

    /**
     * Uploads a text in UTF-8.
     *
     * @param text the text
     * @return a source that may be used again
     */
    public static BlobSource of(String text) {
        return of(text.getBytes(UTF_8));
    }

    /**
     * Uploads a file. It must not change meanwhile; one that grows or shrinks is refused.
     *
     * @param file a readable file
     * @return a source that may be used again
     */
    public static BlobSource of(Path file) {
        Objects.requireNonNull(file, "file");
        return new BlobSource(() -> Files.newInputStream(file), UNKNOWN, null);
    }

    /**
     * Uploads a stream of unknown length to its end.
     *
     * @param stream the stream; not closed
     * @return a source for one upload
     */
    public static BlobSource of(InputStream stream) {
        Objects.requireNonNull(stream, "stream");
        return new BlobSource(() -> new Unclosed(stream), UNKNOWN, null);
    }

    /**
     * Uploads a stream that has to be exactly as long as said, such as a request's body with its
     * {@code Content-Length}; a stream that ends earlier or goes on is refused.
     *
     * @param stream the stream; not closed
     * @param length in bytes, zero or more
     * @return a source for one upload
     * @throws IllegalArgumentException if the length is negative
     */
    public static BlobSource of(InputStream stream, long length) {
        Objects.requireNonNull(stream, "stream");
        return new BlobSource(() -> new Unclosed(stream), requireLength(length), null);
    }

    /**
     * Uploads what is opened when the upload begins, and closed when it ends.
     *
     * @param opener opens it
     * @return a source that may be used as often as it can be opened
     */
    public static BlobSource opening(Opener opener) {
        return new BlobSource(opener, UNKNOWN, null);
    }

    /**
     * Uploads what is opened when the upload begins, closed when it ends, and has to be exactly as long as said.
     *
     * @param opener opens it
     * @param length in bytes, zero or more
     * @return a source that may be used as often as it can be opened
     * @throws IllegalArgumentException if the length is negative
     */
    public static BlobSource opening(Opener opener, long length) {
        return new BlobSource(opener, requireLength(length), null);
    }

    private static long requireLength(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("a source's length is not negative: " + length);
        }
        return length;
    }

    InputStream open() throws IOException {
        return opener.open();
    }

    OptionalLong length() {
        return length == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(length);
    }

    byte @Nullable [] bytes() {
        return bytes;
    }

    /** Shows the length. */
    @Override
    public String toString() {
        return "BlobSource[" + (length == UNKNOWN ? "unknown length" : length + " bytes") + "]";
    }

    /** The stream is the caller's, who closes it. */
    private static final class Unclosed extends InputStream {
        private final InputStream stream;

        Unclosed(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            return stream.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return stream.read(target, offset, length);
        }
    }
}
