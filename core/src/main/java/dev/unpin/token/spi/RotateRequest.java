package dev.unpin.token.spi;

import dev.unpin.seal.SecretHash;
import java.time.Duration;
import java.util.Objects;

/**
 * Presents a token and the one to follow it.
 *
 * @param owner whose, as stores see it: 22 letters, digits, hyphens and underscores
 * @param family the id of the token's family, of the same form
 * @param generation how many tokens of the family came before the presented one
 * @param presented the hash of its secret
 * @param successor the hash of the secret of the one to follow it
 * @param callId random; tells this call from others
 * @param grace for how long after it was replaced a token gets its successor again
 * @param idleTimeout after how long without use the family is over
 */
public record RotateRequest(
        String owner,
        String family,
        long generation,
        SecretHash presented,
        SecretHash successor,
        long callId,
        Duration grace,
        Duration idleTimeout) {
    /** The largest generation that can be presented. */
    public static final long MAX_GENERATION = (1L << 32) - 2;

    /**
     * Takes what is presented.
     *
     * @param owner whose
     * @param family the id of the token's family
     * @param generation how many tokens of the family came before the presented one
     * @param presented the hash of its secret
     * @param successor the hash of the secret of the one to follow it
     * @param callId random
     * @param grace for how long after it was replaced a token gets its successor again
     * @param idleTimeout after how long without use the family is over
     * @throws IllegalArgumentException if a component is not as said
     */
    public RotateRequest {
        FamilyIds.check(owner, "owner");
        FamilyIds.check(family, "family");
        Objects.requireNonNull(presented, "presented");
        Objects.requireNonNull(successor, "successor");
        Objects.requireNonNull(grace, "grace");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        if (generation < 0 || generation > MAX_GENERATION) {
            throw new IllegalArgumentException("a generation is 0 to " + MAX_GENERATION + ", not " + generation);
        }
    }
}
