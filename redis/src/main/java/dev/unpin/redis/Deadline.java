package dev.unpin.redis;

import java.time.Duration;

/** A moment by which something has ended; immutable, measured by the clock that never steps. */
record Deadline(long nanoTime) {
    static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** The earlier of this and a duration from now. */
    Deadline atMost(Duration duration) {
        Deadline other = after(duration);
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    boolean isOver() {
        return remainingNanos() <= 0;
    }

    long remainingNanos() {
        return nanoTime - System.nanoTime();
    }

    /** Rounded up, so that a wait of this length does not end just before the deadline and begin again. */
    long remainingMillis() {
        return Math.max(0, (remainingNanos() + 999_999) / 1_000_000);
    }
}
