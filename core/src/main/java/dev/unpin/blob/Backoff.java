package dev.unpin.blob;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between the tries of one call: random, growing, and only until a deadline. Not thread-safe. */
final class Backoff {
    private static final long FIRST_MILLIS = 10;
    private static final long LONGEST_MILLIS = 500;

    private final RandomGenerator random;
    private final long deadline;
    private long bound = FIRST_MILLIS;

    Backoff(Duration patience, RandomGenerator random) {
        this.random = random;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Waits a while; false, and the thread's interrupt kept, if there is no time for another try. */
    boolean pause() {
        if (System.nanoTime() - deadline >= 0) {
            return false;
        }
        try {
            Thread.sleep(random.nextLong(1, bound + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        bound = Math.min(bound * 2, LONGEST_MILLIS);
        return true;
    }
}
