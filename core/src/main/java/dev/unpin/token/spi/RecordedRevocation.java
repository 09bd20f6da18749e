package dev.unpin.token.spi;

import java.util.Objects;

/**
 * A revocation and its place in the feed. Immutable.
 *
 * @param revocation what is revoked
 * @param version its place: every write to a store has a higher one than all before
 */
public record RecordedRevocation(Revocation revocation, long version) {
    /**
     * Takes what a store has recorded.
     *
     * @param revocation what is revoked
     * @param version its place in the feed
     */
    public RecordedRevocation {
        Objects.requireNonNull(revocation, "revocation");
    }
}
