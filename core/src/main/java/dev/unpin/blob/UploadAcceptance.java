package dev.unpin.blob;

import static dev.unpin.blob.UploadRefusedException.Reason.MISSING;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_CHECKSUM;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_SIZE;
import static dev.unpin.blob.UploadRefusedException.Reason.WRONG_TYPE;

import dev.unpin.Condition;
import dev.unpin.PreconditionFailedException;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.ByteRange;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.retry.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what waits, and moves to its place exactly what was checked. */
final class UploadAcceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Uploads.class);

    private final UploadSettings settings;

    UploadAcceptance(UploadSettings settings) {
        this.settings = settings;
    }

    /** Others may accept the same receipt at the same time, upload again, or write the place of the blob. */
    BlobInfo accept(TicketPayload ticket) {
        Backoff backoff = settings.blobs().settings().backoff();
        do {
            Optional<StoredBlob> checked = check(ticket);
            if (checked.isEmpty()) {
                return findAccepted(ticket)
                        .orElseThrow(() -> new UploadRefusedException(MISSING, "nothing has been uploaded yet"));
            }
            try {
                BlobInfo accepted = move(ticket, checked.get());
                removeWaiting(ticket);
                return accepted;
            } catch (PreconditionFailedException | BlobNotFoundException othersWereFaster) {
                LOG.debug("an upload changed, or its place did, while it was accepted");
            }
        } while (backoff.pause());
        throw new BlobConflictException(ticket.key());
    }

    /** One request, whose answer tells the size and the first bytes of the same version. */
    private Optional<StoredBlob> check(TicketPayload ticket) {
        OpenReply reply = settings.store()
                .open(new OpenRequest(
                        settings.fullWaitingKey(ticket), new ByteRange(0, ContentSniffer.HEAD_BYTES - 1), null, null));
        if (reply.status() == OpenReply.Status.ABSENT) {
            return Optional.empty();
        }
        if (reply.status() == OpenReply.Status.RANGE_NOT_SATISFIABLE) {
            throw refused(ticket, WRONG_SIZE, "an empty file was uploaded");
        }
        OpenReply.Found found = reply.found().orElseThrow();
        byte[] head = readHead(found);
        long size = found.blob().size();
        if (size < ticket.minBytes() || size > Math.min(ticket.maxBytes(), settings.maxBytes())) {
            throw refused(ticket, WRONG_SIZE, "another number of bytes was uploaded than was allowed: " + size);
        }
        if (!settings.types().contains(ticket.type()) || !ContentSniffer.fits(ticket.type(), head)) {
            throw refused(ticket, WRONG_TYPE, "what was uploaded is not " + ticket.type());
        }
        Long expected = ticket.crc32c();
        if (expected != null && expected != crc32c(ticket, found.blob())) {
            throw refused(ticket, WRONG_CHECKSUM, "what was uploaded has another checksum than was told");
        }
        return Optional.of(found.blob());
    }

    private static byte[] readHead(OpenReply.Found found) {
        try (InputStream content = found.content()) {
            return content.readNBytes(ContentSniffer.HEAD_BYTES);
        } catch (IOException e) {
            throw new BlobIntegrityException("the upload could not be read", e);
        }
    }

    /** Only what the store says itself counts: what stands beside the bytes may be the client's. */
    private long crc32c(TicketPayload ticket, StoredBlob blob) {
        if (blob.crc32c() != null) {
            return blob.crc32c();
        }
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = settings.blobs().open(settings.waitingKey(ticket), o -> o.ifVersion(blob.version()))) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                crc.update(buffer, 0, count);
            }
        } catch (IOException e) {
            throw new BlobIntegrityException("the upload could not be read", e);
        }
        return crc.getValue();
    }

    private BlobInfo move(TicketPayload ticket, StoredBlob checked) {
        Optional<StoredBlob> there = settings.store().stat(fullKey(ticket));
        return there.filter(blob -> isFrom(ticket, blob))
                .map(accepted -> BlobReads.info(ticket.key(), accepted))
                .orElseGet(() -> copy(ticket, checked, there));
    }

    private BlobInfo copy(TicketPayload ticket, StoredBlob checked, Optional<StoredBlob> there) {
        Blobs blobs = settings.blobs();
        boolean guarded = blobs.capabilities().contains(BlobCapability.COPY_IF_TARGET);
        Condition condition = !guarded
                ? Condition.any()
                : there.map(blob -> Condition.ifVersion(blob.version())).orElse(Condition.absent());
        return blobs.copies()
                .copy(
                        settings.waitingKey(ticket),
                        checked,
                        ticket.key(),
                        ticket.attributes(),
                        condition,
                        Map.of(HeadCodec.UPLOAD, ticket.id()));
    }

    private Optional<BlobInfo> findAccepted(TicketPayload ticket) {
        return settings.store()
                .stat(fullKey(ticket))
                .filter(blob -> isFrom(ticket, blob))
                .map(blob -> BlobReads.info(ticket.key(), blob));
    }

    private String fullKey(TicketPayload ticket) {
        return settings.blobs().scope().full(ticket.key());
    }

    private static boolean isFrom(TicketPayload ticket, StoredBlob blob) {
        return ticket.id().equals(blob.head().metadata().get(HeadCodec.UPLOAD));
    }

    private UploadRefusedException refused(TicketPayload ticket, UploadRefusedException.Reason reason, String message) {
        removeWaiting(ticket);
        return new UploadRefusedException(reason, message);
    }

    private void removeWaiting(TicketPayload ticket) {
        try {
            settings.blobs().remove(settings.waitingKey(ticket));
        } catch (RuntimeException e) {
            LOG.warn("an upload that is done with stays in quarantine until it is swept", e);
        }
    }
}
