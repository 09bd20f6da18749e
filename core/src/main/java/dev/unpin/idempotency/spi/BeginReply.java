package dev.unpin.idempotency.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link IdempotencyStore#begin} answered. Immutable by agreement on the bytes. */
public final class BeginReply {
    /** The cases. */
    public enum Status {
        /** A claim was given; no earlier attempt broke off, or the last one since then was released. */
        RUN,
        /** A claim was given; the attempt before broke off, and nobody can say what it did. */
        TAKEOVER,
        /** There is a result. */
        REPLAY,
        /** Another claim holds. */
        BUSY,
        /** The key was used with another payload. */
        MISMATCH,
        /** The attempt before broke off, and the request does not want to take over. */
        ABANDONED,
        /** This very call has been answered before, and its claim has ended since. */
        LATE,
        /** There is nothing to resolve. */
        NOTHING
    }

    private final Status status;
    private final @Nullable Claim claim;
    private final Map<String, byte[]> checkpoints;
    private final Duration leaseLeft;
    private final Duration retentionLeft;
    private final byte @Nullable [] result;

    private BeginReply(
            Status status,
            @Nullable Claim claim,
            Map<String, byte[]> checkpoints,
            Duration leaseLeft,
            Duration retentionLeft,
            byte @Nullable [] result) {
        this.status = status;
        this.claim = claim;
        this.checkpoints = Map.copyOf(checkpoints);
        this.leaseLeft = leaseLeft;
        this.retentionLeft = retentionLeft;
        this.result = result;
    }

    /**
     * A claim was given.
     *
     * @param status {@link Status#RUN} or {@link Status#TAKEOVER}
     * @param claim the claim
     * @param checkpoints what earlier attempts left; not copied and never to be modified again
     * @return a reply with a claim
     */
    public static BeginReply claimed(Status status, Claim claim, Map<String, byte[]> checkpoints) {
        if (status != Status.RUN && status != Status.TAKEOVER) {
            throw new IllegalArgumentException("no claim comes with " + status);
        }
        return new BeginReply(
                status, Objects.requireNonNull(claim, "claim"), checkpoints, Duration.ZERO, Duration.ZERO, null);
    }

    /**
     * There is a result.
     *
     * @param result what was given to {@link IdempotencyStore#complete}; not copied and never to be modified again
     * @param retentionLeft for how long the store keeps it from now on, and rather too little than too much
     * @return a reply with {@link Status#REPLAY}
     */
    public static BeginReply replay(byte[] result, Duration retentionLeft) {
        return new BeginReply(
                Status.REPLAY,
                null,
                Map.of(),
                Duration.ZERO,
                Objects.requireNonNull(retentionLeft, "retentionLeft"),
                Objects.requireNonNull(result, "result"));
    }

    /**
     * Another claim holds.
     *
     * @param leaseLeft for how long, unless it is renewed
     * @return a reply with {@link Status#BUSY}
     */
    public static BeginReply busy(Duration leaseLeft) {
        return new BeginReply(
                Status.BUSY, null, Map.of(), Objects.requireNonNull(leaseLeft, "leaseLeft"), Duration.ZERO, null);
    }

    /**
     * There is nothing to tell but the case.
     *
     * @param status {@link Status#MISMATCH}, {@link Status#ABANDONED}, {@link Status#LATE} or {@link Status#NOTHING}
     * @return a reply with that status
     */
    public static BeginReply of(Status status) {
        return switch (status) {
            case MISMATCH, ABANDONED, LATE, NOTHING ->
                new BeginReply(status, null, Map.of(), Duration.ZERO, Duration.ZERO, null);
            default -> throw new IllegalArgumentException(status + " comes with more than its name");
        };
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
     * Returns the claim.
     *
     * @return the claim
     * @throws IllegalStateException unless the status is {@link Status#RUN} or {@link Status#TAKEOVER}
     */
    public Claim claim() {
        if (claim == null) {
            throw new IllegalStateException("no claim in a reply of " + status);
        }
        return claim;
    }

    /**
     * Returns what earlier attempts left.
     *
     * @return an unmodifiable map from name to value, empty unless there is a claim; the values are not to be modified
     */
    public Map<String, byte[]> checkpoints() {
        return checkpoints;
    }

    /**
     * Returns for how long another claim holds.
     *
     * @return a positive time if the status is {@link Status#BUSY}, else zero
     */
    public Duration leaseLeft() {
        return leaseLeft;
    }

    /**
     * Returns for how long the store keeps the result, counted from when it answered. Until then nothing but a loss of
     * data changes it.
     *
     * @return a positive time if the status is {@link Status#REPLAY}, else zero
     */
    public Duration retentionLeft() {
        return retentionLeft;
    }

    /**
     * Returns the result.
     *
     * @return the bytes themselves, not a copy; not to be modified
     * @throws IllegalStateException unless the status is {@link Status#REPLAY}
     */
    public byte[] result() {
        if (result == null) {
            throw new IllegalStateException("no result in a reply of " + status);
        }
        return result;
    }
}
