package dev.unpin.session;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * When a store in memory looks for what is over: when it has doubled, and at most once a second, so that a full one
 * costs no more. Thread-safe.
 */
final class SweepPace {
    private static final int FIRST_SWEEP = 1_024;
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    private final int capacity;
    private final AtomicInteger sweepAt = new AtomicInteger(FIRST_SWEEP);
    private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.EPOCH);

    SweepPace(int capacity) {
        this.capacity = capacity;
    }

    /** Whether it is this caller's turn to sweep. */
    boolean isDue(int size, Instant now) {
        if (size < sweepAt.get()) {
            return false;
        }
        Instant last = lastSweep.get();
        return !now.isBefore(last.plus(BETWEEN_SWEEPS)) && lastSweep.compareAndSet(last, now);
    }

    void swept(int left) {
        sweepAt.set(Math.min(capacity, Math.max(FIRST_SWEEP, 2 * left)));
    }
}
