package dev.unpin.lifecycle;

import java.time.Duration;
import java.util.Objects;

/**
 * How a drain ended; immutable.
 *
 * @param stillRunning requests that had not finished when waiting ended, 0 if all did
 * @param took from the call until waiting ended
 */
public record Drained(int stillRunning, Duration took) {
    /**
     * Checks both parts.
     *
     * @param stillRunning 0 or more
     * @param took how long the drain took
     * @throws IllegalArgumentException if the number is negative
     */
    public Drained {
        Objects.requireNonNull(took, "took");
        if (stillRunning < 0) {
            throw new IllegalArgumentException("stillRunning has to be 0 or more, but was: " + stillRunning);
        }
    }

    /**
     * Returns whether every request that was accepted has finished.
     *
     * @return true if nothing was still running
     */
    public boolean complete() {
        return stillRunning == 0;
    }
}
