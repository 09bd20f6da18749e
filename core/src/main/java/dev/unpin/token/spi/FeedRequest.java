package dev.unpin.token.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * Asks for the next page of the feed. Immutable.
 *
 * @param position how far it has been read
 * @param retention how long this reader needs revocations to be remembered; a store keeps to the longest it was told
 * @param beatEvery how old the last beat may be before this reading makes a new one
 * @param limit the most revocations to return, positive
 */
public record FeedRequest(FeedPosition position, Duration retention, Duration beatEvery, int limit) {
    /**
     * Takes a request.
     *
     * @param position how far the feed has been read
     * @param retention how long this reader needs revocations to be remembered
     * @param beatEvery how old the last beat may be
     * @param limit the most revocations to return
     * @throws IllegalArgumentException if a duration or the limit is not positive
     */
    public FeedRequest {
        Objects.requireNonNull(position, "position");
        if (retention.isNegative() || retention.isZero() || beatEvery.isNegative() || beatEvery.isZero()) {
            throw new IllegalArgumentException(
                    "retention and beatEvery are positive, not " + retention + " and " + beatEvery);
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit is positive, not " + limit);
        }
    }
}
