package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.StoredPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One blob on its way: what fits into one part is written at once, the rest part by part. Nothing can be read before
 * {@link #publish}; closing without it leaves nothing behind. Not thread-safe.
 */
final class BlobUpload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Blobs.class);

    private final BlobWrites writes;
    private final BlobSettings settings;
    private final WriteTarget target;
    private final MemoryBudget.Reservation memory;
    private final PartBuffer buffer;
    private final List<StoredPart> parts = new ArrayList<>();
    private final CRC32C whole = new CRC32C();
    private @Nullable String uploadId;
    private @Nullable BlobBytes ready;
    private long received;
    private long sent;

    BlobUpload(BlobWrites writes, BlobSettings settings, WriteTarget target) {
        this.writes = writes;
        this.settings = settings;
        this.target = target;
        this.memory = settings.budget().reserve();
        this.buffer = new PartBuffer(settings.partBytes(), memory);
    }

    void readAll(BlobSource source) {
        source.length().ifPresent(this::requireAllowed);
        byte[] bytes = source.bytes();
        if (bytes != null) {
            take(bytes);
            return;
        }
        try (InputStream in = source.open()) {
            long length = source.length().orElse(Long.MAX_VALUE);
            readFrom(in, length);
            if (source.length().isPresent() && received < length) {
                throw new BlobSourceException("the source ended after " + received + " of " + length + " bytes", null);
            }
            if (source.length().isPresent() && in.read() >= 0) {
                throw new BlobSourceException("the source has more than the " + length + " bytes it should have", null);
            }
        } catch (IOException e) {
            if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
                Thread.currentThread().interrupt();
            }
            throw new BlobSourceException("the source failed after " + received + " bytes", e);
        }
    }

    private void readFrom(InputStream in, long length) throws IOException {
        while (received < length) {
            // A source that ends exactly here must neither wait for more memory nor begin an upload in parts.
            if (buffer.isFilled()) {
                int next = in.read();
                if (next < 0) {
                    return;
                }
                write(new byte[] {(byte) next}, 0, 1);
                continue;
            }
            int count = buffer.readFrom(in, length - received);
            if (count < 0) {
                return;
            }
            received += count;
            requireAllowed(received);
        }
    }

    void write(byte[] bytes, int offset, int length) {
        requireAllowed(received + length);
        int done = 0;
        while (done < length) {
            if (buffer.isFull()) {
                sendPart(buffer.bytes());
                buffer.clear();
            }
            done += buffer.write(bytes, offset + done, length - done);
        }
        received += length;
    }

    /** Bytes that are in memory already are sent from where they are. */
    private void take(byte[] bytes) {
        int partBytes = settings.partBytes();
        int start = 0;
        for (; bytes.length - start > partBytes; start += partBytes) {
            sendPart(BlobBytes.of(List.of(ByteBuffer.wrap(bytes, start, partBytes))));
        }
        ready = BlobBytes.of(List.of(ByteBuffer.wrap(bytes, start, bytes.length - start)));
    }

    /** Makes the blob readable, or throws; then {@link #close} clears up. */
    BlobInfo publish() {
        BlobBytes last = ready == null ? buffer.bytes() : ready;
        if (uploadId == null) {
            BlobInfo info = writes.putAtOnce(target, last);
            target.progress().accept(last.length());
            return info;
        }
        sendPart(last);
        CompleteRequest request =
                new CompleteRequest(target.fullKey(), uploadId, parts, target.condition(), whole.getValue());
        try {
            BlobInfo info = writes.complete(target, request);
            uploadId = null;
            return info;
        } catch (StoreException e) {
            if (e.effect() == Effect.UNKNOWN) {
                uploadId = null; // it may be published yet; an abort now would race with that
            }
            throw e;
        }
    }

    private void sendPart(BlobBytes bytes) {
        if (uploadId == null) {
            if (target.condition().kind() != Condition.Kind.ANY) {
                settings.require(
                        BlobCapability.CONDITIONAL_UPLOAD,
                        "keep a condition on a blob of more than " + settings.partBytes() + " bytes");
            }
            uploadId = settings.store()
                    .beginUpload(target.fullKey(), HeadCodec.encode(target.attributes(), target.writeId(), null));
        }
        int number = parts.size() + 1;
        StoredPart part = settings.store()
                .uploadPart(new PartRequest(target.fullKey(), uploadId, number, bytes))
                .orElseThrow(() -> BlobWrites.uploadGone(target.key()));
        if (part.crc32c() != null && part.crc32c() != bytes.crc32c()) {
            throw new BlobIntegrityException("part " + number + " of " + target.key() + " arrived altered", null);
        }
        parts.add(part);
        bytes.update(whole);
        sent += bytes.length();
        target.progress().accept(sent);
    }

    private void requireAllowed(long size) {
        if (size > settings.maxBlobBytes()) {
            throw new LimitExceededException(
                    "maxBlobBytes",
                    settings.maxBlobBytes(),
                    "a blob has at most " + settings.maxBlobBytes() + " bytes: raise maxBlobBytes, or partBytes");
        }
    }

    @Override
    public void close() {
        String dropped = uploadId;
        uploadId = null;
        memory.close();
        if (dropped != null) {
            try {
                settings.store().abortUpload(target.fullKey(), dropped);
            } catch (RuntimeException e) {
                LOG.warn("an upload could not be aborted, and its parts remain until abortUploads removes them", e);
            }
        }
    }
}
