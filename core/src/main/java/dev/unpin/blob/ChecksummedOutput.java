package dev.unpin.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Counts and sums up what goes into a file. Not thread-safe. */
final class ChecksummedOutput extends OutputStream {
    private final FileChannel channel;
    private final CRC32C crc = new CRC32C();
    private long size;

    ChecksummedOutput(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        FolderFile.writeAll(channel, ByteBuffer.wrap(bytes, offset, length));
        crc.update(bytes, offset, length);
        size += length;
    }

    long size() {
        return size;
    }

    long crc32c() {
        return crc.getValue();
    }
}
