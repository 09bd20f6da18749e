package dev.unpin.concurrency.spi;

import java.time.Duration;
import java.util.Objects;

/** What {@link LockStore#acquire} and {@link LockStore#renew} did. Immutable. */
public final class LockReply {
    /** The cases. */
    public enum Status {
        /** The owner has the lock. */
        TAKEN,
        /** Another has it. */
        BUSY,
        /** The owner has it no more, and will not get it again. */
        LOST
    }

    private final Status status;
    private final long fence;
    private final long replicas;
    private final Duration remaining;

    private LockReply(Status status, long fence, long replicas, Duration remaining) {
        this.status = status;
        this.fence = fence;
        this.replicas = replicas;
        this.remaining = remaining;
    }

    /**
     * The owner has the lock.
     *
     * @param fence its fence
     * @param replicas how many replicas have confirmed it in time; 0 if none was asked for
     * @return a reply with {@link Status#TAKEN}
     */
    public static LockReply taken(long fence, long replicas) {
        return new LockReply(Status.TAKEN, fence, replicas, Duration.ZERO);
    }

    /**
     * Another has the lock.
     *
     * @param remaining for how long, unless it is renewed or released
     * @return a reply with {@link Status#BUSY}
     */
    public static LockReply busy(Duration remaining) {
        return new LockReply(Status.BUSY, 0, 0, Objects.requireNonNull(remaining, "remaining"));
    }

    /**
     * The owner has the lock no more.
     *
     * @return a reply with {@link Status#LOST}
     */
    public static LockReply lost() {
        return new LockReply(Status.LOST, 0, 0, Duration.ZERO);
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
     * Returns the number by which a resource tells this acquisition from earlier ones.
     *
     * @return a positive number; 0 unless {@link Status#TAKEN}
     */
    public long fence() {
        return fence;
    }

    /**
     * Returns how many replicas have confirmed the write in time.
     *
     * @return 0 or more
     */
    public long replicas() {
        return replicas;
    }

    /**
     * Returns for how long another has the lock, unless it is renewed or released.
     *
     * @return a duration; zero unless {@link Status#BUSY}
     */
    public Duration remaining() {
        return remaining;
    }

    /** Shows the case and the fence. */
    @Override
    public String toString() {
        return "LockReply[" + status + ", fence " + fence + "]";
    }
}
