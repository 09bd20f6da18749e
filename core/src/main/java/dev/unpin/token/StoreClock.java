package dev.unpin.token;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A store's time, as well as it is known here: what it said last, and what has passed since. Late by the way of an
 * answer, and never ahead but by what the two clocks differ within {@link #LONGEST}. Before the first answer it is the
 * system's time. Thread-safe.
 */
final class StoreClock implements InstantSource {
    private static final long LONGEST = 10_000_000_000L;
    private static final int MOST_PAUSES = 50;

    private final LongSupplier nanos;
    private volatile @Nullable Sample last;

    private record Sample(Instant time, long nanos) {
        Instant at(long now) {
            return time.plusNanos(Math.max(0, now - nanos));
        }
    }

    StoreClock(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes what the store has just said; the answer that was quickest on its way is kept for a while. */
    synchronized void set(Instant time) {
        long now = nanos.getAsLong();
        Sample before = last;
        if (before == null || now - before.nanos() > LONGEST || before.at(now).isBefore(time)) {
            last = new Sample(time, now);
        }
    }

    @Override
    public Instant instant() {
        Sample known = last;
        return known == null ? InstantSource.system().instant() : known.at(nanos.getAsLong());
    }

    /** Waits, mostly less than a millisecond, until what is issued here is later than a cutoff. */
    void passBy(Instant cutoff) {
        for (int pause = 0; pause < MOST_PAUSES; pause++) {
            if (instant().truncatedTo(ChronoUnit.MILLIS).isAfter(cutoff)) {
                return;
            }
            LockSupport.parkNanos(100_000);
        }
    }
}
