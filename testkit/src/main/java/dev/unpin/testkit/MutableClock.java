package dev.unpin.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it, so that hours pass without waiting. It only goes forward, as a clock
 * of deadlines should. Thread-safe.
 *
 * <pre>{@code
 * MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
 * Sessions sessions = Sessions.builder(MemorySessionStore.create(clock)).build();
 * clock.advance(Duration.ofMinutes(31));
 * }</pre>
 */
public final class MutableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    private MutableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /**
     * Makes a clock.
     *
     * @param start what it shows until it is moved
     * @return a clock that stands still
     */
    public static MutableClock startingAt(Instant start) {
        return new MutableClock(Objects.requireNonNull(start, "start"));
    }

    /**
     * Moves the clock forward.
     *
     * @param duration by how much, zero or more
     * @return what the clock shows now
     * @throws IllegalArgumentException if the duration is negative
     */
    public Instant advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("this clock only goes forward, not by " + duration);
        }
        return now.updateAndGet(instant -> instant.plus(duration));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public String toString() {
        return "MutableClock[" + now + "]";
    }
}
