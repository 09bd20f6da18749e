package dev.unpin.blob;

import dev.unpin.blob.spi.BlobStore;
import dev.unpin.seal.Sealer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all workers of an {@link Uploads} share. Thread-safe. */
record UploadSettings(
        Blobs blobs,
        Sealer sealer,
        Set<String> types,
        long maxBytes,
        Duration ticketLifetime,
        Duration receiptLifetime,
        String quarantine,
        @Nullable URI receiveAt,
        InstantSource clock) {
    BlobStore store() {
        return blobs.settings().store();
    }

    /** Where an upload waits, as {@link #blobs} know it. */
    String waitingKey(TicketPayload ticket) {
        return quarantine + "/" + ticket.id();
    }

    /** The same as the store knows it. */
    String fullWaitingKey(TicketPayload ticket) {
        return blobs.scope().full(waitingKey(ticket));
    }

    String seal(TicketPayload ticket) {
        return sealer.seal(ticket.encode(), clock.instant().plus(receiptLifetime));
    }
}
