package dev.unpin.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Objects;

/**
 * Writes a blob that is made on the way. Only {@link #commit} publishes it; closing without a commit aborts, leaves no
 * trace, and what was stored before stays. So an exception in the midst of it can never publish half a blob:
 *
 * <pre>{@code
 * try (BlobWriter writer = blobs.writer("reports/today.csv")) {
 *     report.writeTo(writer);
 *     writer.commit();
 * }
 * }</pre>
 *
 * <p>What {@link Blobs#put} throws, {@code write} and {@code commit} throw too; then only {@link #close} is left to do.
 * Not thread-safe. Holds at most one part in memory.
 */
public final class BlobWriter extends OutputStream {
    private enum State {
        OPEN,
        COMMITTED,
        FAILED,
        CLOSED
    }

    private final BlobUpload upload;
    private State state = State.OPEN;

    BlobWriter(BlobUpload upload) {
        this.upload = upload;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (state != State.OPEN) {
            throw new IOException("this blob's writer is " + state.name().toLowerCase(Locale.ROOT));
        }
        state = State.FAILED;
        upload.write(bytes, offset, length);
        state = State.OPEN;
    }

    /**
     * Publishes what was written, all at once.
     *
     * @return the blob
     * @throws IllegalStateException if this was committed or closed, or something failed before
     * @throws dev.unpin.PreconditionFailedException if what is stored does not meet the condition
     * @throws dev.unpin.StoreException if the store is down, silent or refuses to work; with
     *     {@link dev.unpin.Effect#UNKNOWN} the blob was published or not, and else it was not
     */
    public BlobInfo commit() {
        if (state != State.OPEN) {
            throw new IllegalStateException("only an open writer can be committed, and this one is " + state);
        }
        state = State.FAILED;
        BlobInfo info = upload.publish();
        state = State.COMMITTED;
        return info;
    }

    /** Ends this; unless it was committed, nothing was written. May be repeated. */
    @Override
    public void close() {
        state = State.CLOSED;
        upload.close();
    }
}
