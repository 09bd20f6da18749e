package dev.unpin.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Pauses between the tries of one call: with full jitter, so that callers which have just collided do not collide
 * again, growing, and only until a deadline. Not thread-safe.
 */
public final class Backoff {
    private final RandomGenerator random;
    private final long deadline;
    private final long longest;
    private long bound;

    /**
     * Starts the clock.
     *
     * @param first how long the first pause is at most; each next one may be twice as long
     * @param longest how long any pause is at most
     * @param patience for how long from now on there is another try
     * @param random where the jitter comes from
     */
    public Backoff(Duration first, Duration longest, Duration patience, RandomGenerator random) {
        this.random = random;
        this.bound = first.toNanos();
        this.longest = longest.toNanos();
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /**
     * Waits a while.
     *
     * @return false, and the thread's interrupt kept, if there is no time for another try
     */
    public boolean pause() {
        return pause(0, Long.MAX_VALUE);
    }

    /**
     * Waits a while, within bounds that the caller knows.
     *
     * @param atLeast nanoseconds to which the jitter is added
     * @param atMost nanoseconds after which waiting longer makes no sense
     * @return false, and the thread's interrupt kept, if there is no time for another try
     */
    public boolean pause(long atLeast, long atMost) {
        long remaining = remaining();
        if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        long pause = Math.min(atMost, atLeast + random.nextLong(bound + 1));
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, remaining));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        bound = Math.min(bound * 2, longest);
        return true;
    }

    /**
     * Tells how much time is left.
     *
     * @return nanoseconds, negative when the deadline has passed
     */
    public long remaining() {
        return deadline - System.nanoTime();
    }
}
