package dev.unpin.token.spi;

import java.time.Instant;
import java.util.Objects;

/**
 * That something is revoked. Immutable. Of two revocations of one id the later time counts, whichever came first.
 *
 * @param id what is revoked
 * @param time for a {@linkplain RevokedId#isCutoff cutoff}, the last moment of issue that is covered; else when the
 *     revocation may be forgotten. In whole milliseconds, from 1970 on
 */
public record Revocation(RevokedId id, Instant time) {
    /**
     * Takes a revocation.
     *
     * @param id what is revoked
     * @param time the last moment of issue that is covered, or when it may be forgotten
     */
    public Revocation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(time, "time");
    }
}
