package dev.unpin.testkit.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A source that fails after so many bytes. */
final class Broken extends InputStream {
    private final InputStream bytes;
    private final int chunk;

    Broken(int failsAfter) {
        this(failsAfter, 8 * 1024);
    }

    Broken(int failsAfter, int chunk) {
        this.bytes = new ByteArrayInputStream(BlobTests.bytes(failsAfter, failsAfter));
        this.chunk = chunk;
    }

    @Override
    public int read() throws IOException {
        int b = bytes.read();
        if (b < 0) {
            throw new IOException("the client went away");
        }
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = bytes.read(target, offset, Math.min(chunk, length));
        if (count < 0) {
            throw new IOException("the client went away");
        }
        return count;
    }
}
