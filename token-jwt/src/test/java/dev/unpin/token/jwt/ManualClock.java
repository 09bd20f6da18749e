package dev.unpin.token.jwt;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Time that passes only when told to. */
final class ManualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    void advance(Duration duration) {
        now.updateAndGet(it -> it.plus(duration));
    }

    /** The same time as nanoseconds, from an arbitrary origin. */
    long nanos() {
        return Duration.between(Instant.EPOCH, instant()).toNanos();
    }
}
