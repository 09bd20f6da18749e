package dev.unpin.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.Version;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.StoredBlob;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A blob as a file: a fixed beginning, the head, and the content, in one file so that one rename publishes them all.
 *
 * <pre>
 * 8 bytes  "unpblob1"
 * 8 bytes  size of the content
 * 8 bytes  CRC-32C of the content
 * 8 bytes  time of writing, milliseconds since 1970
 * 4 bytes  length of the head
 *          head: version, content type, cache control, content disposition, metadata
 *          content
 * </pre>
 */
record FolderFile(StoredBlob blob, long contentStart) {
    private static final byte[] MAGIC = "unpblob1".getBytes(UTF_8);
    private static final int FIXED_BYTES = 36;
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    /** Reserves the beginning, lets the content be written, and then fills in what is known only now. */
    static StoredBlob write(Path file, BlobHead head, Version version, Instant now, Content content, FolderSync sync)
            throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            byte[] headBytes = encode(head, version);
            channel.position(FIXED_BYTES);
            writeAll(channel, ByteBuffer.wrap(headBytes));
            ChecksummedOutput out = new ChecksummedOutput(channel);
            content.writeTo(out);
            out.flush();
            ByteBuffer fixed = ByteBuffer.allocate(FIXED_BYTES)
                    .put(MAGIC)
                    .putLong(out.size())
                    .putLong(out.crc32c())
                    .putLong(now.toEpochMilli())
                    .putInt(headBytes.length)
                    .flip();
            channel.position(0);
            writeAll(channel, fixed);
            if (sync == FolderSync.EVERY_WRITE) {
                channel.force(true);
            }
            return new StoredBlob(out.size(), version, now, head, out.crc32c());
        }
    }

    /** Writes the content. */
    @FunctionalInterface
    interface Content {
        void writeTo(ChecksummedOutput out) throws IOException;
    }

    /**
     * Reads everything but the content.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    static FolderFile read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file);
        }
    }

    static FolderFile read(InputStream in, Path file) throws IOException {
        // Not closed, and never read beyond the head: the content follows in the same stream.
        DataInputStream data = new DataInputStream(new BufferedInputStream(new FirstBytes(in, FIXED_BYTES)));
        byte[] magic = data.readNBytes(MAGIC.length);
        long size = data.readLong();
        long crc32c = data.readLong();
        Instant modified = Instant.ofEpochMilli(data.readLong());
        int headLength = data.readInt();
        if (!Arrays.equals(magic, MAGIC) || headLength < 0 || headLength > MAX_HEAD_BYTES) {
            throw new IOException("not a blob: " + file.getFileName());
        }
        DataInputStream head = new DataInputStream(new BufferedInputStream(new FirstBytes(in, headLength)));
        Version version = new Version(head.readUTF());
        return new FolderFile(
                new StoredBlob(size, version, modified, decode(head), crc32c), FIXED_BYTES + (long) headLength);
    }

    static byte[] encode(BlobHead head, Version version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(version.text());
        for (String value :
                new @Nullable String[] {head.contentType(), head.cacheControl(), head.contentDisposition()}) {
            out.writeBoolean(value != null);
            out.writeUTF(value == null ? "" : value);
        }
        out.writeInt(head.metadata().size());
        for (Map.Entry<String, String> entry : head.metadata().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
        }
        return bytes.toByteArray();
    }

    static BlobHead decode(DataInputStream in) throws IOException {
        String contentType = readNullable(in);
        String cacheControl = readNullable(in);
        String contentDisposition = readNullable(in);
        Map<String, String> metadata = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            metadata.put(in.readUTF(), in.readUTF());
        }
        return new BlobHead(contentType, cacheControl, contentDisposition, metadata);
    }

    private static @Nullable String readNullable(DataInputStream in) throws IOException {
        boolean present = in.readBoolean();
        String value = in.readUTF();
        return present ? value : null;
    }

    static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
