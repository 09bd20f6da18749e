package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An upload that comes in several requests, each through any instance. Not thread-safe: made anew for every request by
 * {@link Uploads#resume}. All that has to be kept is {@link #state}, and it never changes.
 *
 * <p>What arrived is safe in whole parts of {@link BlobsBuilder#partBytes}, and at the very end. Where a request broke
 * off in the midst of a part, the client sends that part's bytes again: it goes on at {@link #offset}.
 */
public final class ResumableUpload {
    private final UploadSettings settings;
    private final TicketPayload ticket;
    private final String state;
    private final List<StoredPart> parts;
    private long offset;

    ResumableUpload(UploadSettings settings, TicketPayload ticket, String state, List<StoredPart> stored) {
        this.settings = settings;
        this.ticket = ticket;
        this.state = state;
        this.parts = usable(ticket, stored);
        this.offset = parts.stream().mapToLong(StoredPart::size).sum();
    }

    /** All parts up to the first gap; two instances may have been at it at once. */
    private static List<StoredPart> usable(TicketPayload ticket, List<StoredPart> stored) {
        List<StoredPart> usable = new ArrayList<>();
        long offset = 0;
        for (StoredPart part : stored) {
            if (part.number() != usable.size() + 1 || part.size() != nextSize(ticket, offset)) {
                break;
            }
            usable.add(part);
            offset += part.size();
        }
        return usable;
    }

    private static long nextSize(TicketPayload ticket, long offset) {
        return Math.min(ticket.partBytes(), ticket.maxBytes() - offset);
    }

    /**
     * Returns what another request needs to go on.
     *
     * @return a sealed text of letters, digits, {@code .}, {@code -} and {@code _}; the same at every call
     */
    public String state() {
        return state;
    }

    /**
     * Returns how many bytes are safe, which is where the client goes on.
     *
     * @return zero to {@link #length}
     */
    public long offset() {
        return offset;
    }

    /**
     * Returns how many bytes the upload has.
     *
     * @return what was said when it was begun
     */
    public long length() {
        return ticket.maxBytes();
    }

    /**
     * Takes the bytes from {@link #offset} on, all or some of them. One request per part.
     *
     * @param body the bytes; read to its end or to that of the upload, not closed
     * @return the offset then; where the body ended in the midst of a part, that part is not in it
     * @throws BlobSourceException if the body fails, or goes on after the end of the upload; whole parts are safe
     * @throws UploadRefusedException if its first bytes are not those of its type, or it was ended meanwhile
     * @throws BlobBusyException if other uploads take all the memory for too long
     */
    public long append(InputStream body) {
        try (MemoryBudget.Reservation memory =
                settings.blobs().settings().budget().reserve()) {
            PartBuffer buffer = new PartBuffer(ticket.partBytes(), memory);
            while (offset < length() && fill(buffer, body)) {
                if (offset + buffer.bytes().length() == length() && body.read() >= 0) {
                    throw new BlobSourceException("the body goes on after the end of the upload", null);
                }
                send(buffer);
                buffer.clear();
            }
        } catch (IOException e) {
            throw new BlobSourceException("the body failed; go on at " + offset, e);
        }
        return offset;
    }

    /** Whether a whole part, or the last one, is there. */
    private boolean fill(PartBuffer buffer, InputStream body) throws IOException {
        long left = nextSize(ticket, offset);
        while (left > 0) {
            int count = buffer.readFrom(body, left);
            if (count < 0) {
                return false;
            }
            left -= count;
        }
        return true;
    }

    private void send(PartBuffer buffer) {
        int number = parts.size() + 1;
        if (number == 1) {
            requireType(buffer);
        }
        StoredPart part = settings.store()
                .uploadPart(new PartRequest(settings.fullWaitingKey(ticket), ticket.uploadId(), number, buffer.bytes()))
                .orElseThrow(() -> new UploadRefusedException(
                        UploadRefusedException.Reason.MISSING, "this upload was completed or ended"));
        parts.add(part);
        offset += part.size();
    }

    /** Gigabytes of the wrong type need not even arrive. */
    private void requireType(PartBuffer buffer) {
        try (InputStream in = buffer.bytes().open()) {
            if (!ContentSniffer.fits(ticket.type(), in.readNBytes(ContentSniffer.HEAD_BYTES))) {
                abort();
                throw new UploadRefusedException(
                        UploadRefusedException.Reason.WRONG_TYPE, "what was uploaded is not " + ticket.type());
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be read", e);
        }
    }

    /**
     * Puts the parts together, checks them as {@link Uploads#accept} does, and moves them to their place. May be
     * repeated; after an answer that was lost, {@link Uploads#accept} with the {@link #state} does it too.
     *
     * @return the blob, in its place
     * @throws IllegalStateException if some of the bytes are missing
     * @throws UploadRefusedException if it does not count, and why
     */
    public BlobInfo complete() {
        if (offset != length()) {
            throw new IllegalStateException("only " + offset + " of " + length() + " bytes have arrived");
        }
        StoreException lost = null;
        try {
            WriteReply reply = settings.store()
                    .completeUpload(new CompleteRequest(
                            settings.fullWaitingKey(ticket), ticket.uploadId(), parts, Condition.any(), crc32c()));
            if (reply.status() == WriteReply.Status.CONFLICT) {
                throw new BlobConflictException(ticket.key());
            }
        } catch (StoreException e) {
            if (e.effect() != Effect.UNKNOWN) {
                throw e;
            }
            lost = e;
        }
        try {
            return new UploadAcceptance(settings).accept(ticket);
        } catch (UploadRefusedException e) {
            if (lost != null && e.reason() == UploadRefusedException.Reason.MISSING) {
                throw lost;
            }
            throw e;
        }
    }

    /** The checksum of the whole, out of those of its parts, which no instance has seen together. */
    private @Nullable Long crc32c() {
        long crc = 0;
        for (StoredPart part : parts) {
            if (part.crc32c() == null) {
                return null;
            }
            crc = Crc32cSum.join(crc, part.crc32c(), part.size());
        }
        return crc;
    }

    /** Drops the upload and all its bytes; does nothing if it was completed or ended. One request. */
    public void abort() {
        settings.store().abortUpload(settings.fullWaitingKey(ticket), ticket.uploadId());
    }
}
