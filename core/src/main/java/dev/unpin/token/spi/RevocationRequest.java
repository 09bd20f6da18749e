package dev.unpin.token.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is to be revoked, and for how long that has to be remembered. Immutable.
 *
 * @param id what is to be revoked
 * @param retention for how long from now, by the store's clock; positive
 * @param until until when at most, whatever the retention; null if nothing is known. Not for a cutoff
 */
public record RevocationRequest(
        RevokedId id, Duration retention, @Nullable Instant until) {
    /**
     * Takes a request.
     *
     * @param id what is to be revoked
     * @param retention for how long that has to be remembered
     * @param until until when at most, or null
     * @throws IllegalArgumentException if the retention is not positive, or a cutoff is to end by a fixed time
     */
    public RevocationRequest {
        Objects.requireNonNull(id, "id");
        if (retention.isNegative() || retention.isZero()) {
            throw new IllegalArgumentException("retention is positive, not " + retention);
        }
        if (until != null && id.isCutoff()) {
            throw new IllegalArgumentException("a cutoff is remembered for the retention, not until " + until);
        }
    }
}
