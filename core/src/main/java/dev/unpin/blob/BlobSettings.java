package dev.unpin.blob;

import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.retry.Backoff;
import java.time.Duration;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** What all scopes of a {@link Blobs} share. Thread-safe. */
record BlobSettings(
        BlobStore store,
        MemoryBudget budget,
        long maxBlobBytes,
        int maxUpdateBytes,
        Duration conflictPatience,
        RandomGenerator random) {
    private static final int ID_BYTES = 16;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    int partBytes() {
        return budget.partBytes();
    }

    BlobSettings withMaxBlobBytes(long bytes) {
        return new BlobSettings(store, budget, bytes, maxUpdateBytes, conflictPatience, random);
    }

    Backoff backoff() {
        return new Backoff(FIRST_PAUSE, LONGEST_PAUSE, conflictPatience, random);
    }

    /** 128 random bits in 22 letters, digits, hyphens and underscores. */
    String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /** Nothing that was demanded is silently left out. */
    void require(BlobCapability capability, String what) {
        if (!store.capabilities().contains(capability)) {
            throw new UnsupportedOperationException("this blob store cannot " + what + ": it lacks " + capability);
        }
    }
}
