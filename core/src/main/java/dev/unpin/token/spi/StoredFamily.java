package dev.unpin.token.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What a store tells of a family of refresh tokens.
 *
 * @param id its id
 * @param generation how many tokens came before its newest one
 * @param openedAt when it was opened
 * @param usedAt when it was opened or last rotated
 * @param idleDeadline from when on it is over unless it is used
 * @param absoluteDeadline from when on it is over however much it is used; never moved
 * @param details what the store was given, unread
 */
public record StoredFamily(
        String id,
        long generation,
        Instant openedAt,
        Instant usedAt,
        Instant idleDeadline,
        Instant absoluteDeadline,
        String details) {
    /** For how long a store remembers that a family was revoked. */
    public static final Duration REVOKED_KNOWN_FOR = Duration.ofDays(1);

    /** The longest text of details, in characters. */
    public static final int MAX_DETAILS = 2_048;

    /**
     * Takes what is stored.
     *
     * @param id its id
     * @param generation how many tokens came before its newest one
     * @param openedAt when it was opened
     * @param usedAt when it was opened or last rotated
     * @param idleDeadline from when on it is over unless it is used
     * @param absoluteDeadline from when on it is over however much it is used
     * @param details what the store was given
     */
    public StoredFamily {
        FamilyIds.check(id, "id");
        Objects.requireNonNull(openedAt, "openedAt");
        Objects.requireNonNull(usedAt, "usedAt");
        Objects.requireNonNull(idleDeadline, "idleDeadline");
        Objects.requireNonNull(absoluteDeadline, "absoluteDeadline");
        Objects.requireNonNull(details, "details");
    }

    /** Shows the id only: the details are personal. */
    @Override
    public String toString() {
        return "StoredFamily[" + id + ", generation " + generation + "]";
    }
}
