package dev.unpin.idempotency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The pauses of one call that waits for another one: random, growing, and only until a deadline. Not thread-safe. */
final class Patience {
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final RandomGenerator random;
    private final long deadline;
    private long bound = FIRST_NANOS;

    Patience(Duration patience, RandomGenerator random) {
        this.random = random;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Waits a while, and no longer than the other's lease lasts; false if there is no time for another try. */
    boolean pause(Duration leaseLeft) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        long pause =
                Math.min(random.nextLong(bound / 2, bound), leaseLeft.toNanos() + TimeUnit.MILLISECONDS.toNanos(1));
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause, left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        bound = Math.min(2 * bound, LONGEST_NANOS);
        return true;
    }
}
