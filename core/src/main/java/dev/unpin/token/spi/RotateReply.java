package dev.unpin.token.spi;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link RefreshTokenStore#rotate} did. Immutable. */
public final class RotateReply {
    /** The cases. */
    public enum Status {
        /** The successor is the family's newest token now. */
        ROTATED,
        /** The token had been replaced a short while ago; its successor is good. */
        REPLAYED,
        /** The token had been replaced longer ago; the family is revoked. */
        REUSED,
        /** The family was revoked before. */
        REVOKED,
        /** The family is over. */
        EXPIRED,
        /** There is no such family, or this never was a token of it. */
        UNKNOWN
    }

    private final Status status;
    private final @Nullable StoredFamily family;
    private final List<String> untold;

    private RotateReply(Status status, @Nullable StoredFamily family, List<String> untold) {
        this.status = Objects.requireNonNull(status, "status");
        this.family = family;
        this.untold = List.copyOf(untold);
    }

    /**
     * The successor may be handed out.
     *
     * @param status {@link Status#ROTATED} or {@link Status#REPLAYED}
     * @param family the family as it is now
     * @param untold the owner's revoked families that have to be told
     * @return a reply with that status
     * @throws IllegalArgumentException if the status is another
     */
    public static RotateReply good(Status status, StoredFamily family, List<String> untold) {
        if (!isGood(status)) {
            throw new IllegalArgumentException("a family comes with ROTATED or REPLAYED, not " + status);
        }
        return new RotateReply(status, Objects.requireNonNull(family, "family"), untold);
    }

    /**
     * The successor must not be handed out.
     *
     * @param status why
     * @param untold the owner's revoked families that have to be told
     * @return a reply with that status
     * @throws IllegalArgumentException if the status is {@link Status#ROTATED} or {@link Status#REPLAYED}
     */
    public static RotateReply refused(Status status, List<String> untold) {
        if (isGood(status)) {
            throw new IllegalArgumentException(status + " comes with a family");
        }
        return new RotateReply(status, null, untold);
    }

    private static boolean isGood(Status status) {
        return status == Status.ROTATED || status == Status.REPLAYED;
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the family.
     *
     * @return as it is now
     * @throws IllegalStateException unless the status is {@link Status#ROTATED} or {@link Status#REPLAYED}
     */
    public StoredFamily family() {
        if (family == null) {
            throw new IllegalStateException("no family in a reply of " + status);
        }
        return family;
    }

    /**
     * Returns the owner's revoked families that have to be told.
     *
     * @return an unmodifiable list of ids
     */
    public List<String> untold() {
        return untold;
    }

    @Override
    public String toString() {
        return "RotateReply[" + status + "]";
    }
}
