package dev.unpin.token.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * What a store answers to a revocation. Immutable.
 *
 * @param recorded the revocation as it is stored now, its time the later one if there was one already
 * @param storeTime the store's time when it was written
 */
public record RevocationReceipt(RecordedRevocation recorded, Instant storeTime) {
    /**
     * Takes an answer.
     *
     * @param recorded the revocation as it is stored now
     * @param storeTime the store's time when it was written
     */
    public RevocationReceipt {
        Objects.requireNonNull(recorded, "recorded");
        Objects.requireNonNull(storeTime, "storeTime");
    }
}
