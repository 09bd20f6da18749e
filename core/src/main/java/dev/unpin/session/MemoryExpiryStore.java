package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.session.spi.ExpiryStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Times of expiry in this process's memory, the companion of {@link MemorySessionStore}. Thread-safe.
 *
 * <p>Nothing is ever evicted to make room: at {@link #MAX_ENTRIES} entries a new one is refused, so sweep.
 */
public final class MemoryExpiryStore implements ExpiryStore {
    /** How many entries fit in. */
    public static final int MAX_ENTRIES = 200_000;

    private final Map<String, Instant> times = new HashMap<>();
    private final InstantSource clock;

    private MemoryExpiryStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemoryExpiryStore create() {
        return new MemoryExpiryStore(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time, and never goes back
     * @return a store on that clock
     */
    public static MemoryExpiryStore create(InstantSource clock) {
        return new MemoryExpiryStore(clock);
    }

    @Override
    public int partitions() {
        return 1;
    }

    @Override
    public synchronized void schedule(String sessionId, Duration in) {
        if (times.size() >= MAX_ENTRIES && !times.containsKey(sessionId)) {
            throw StoreException.refused(
                    "the memory of this process holds " + MAX_ENTRIES
                            + " times of expiry, the most it may; sweep, or use a shared store",
                    null);
        }
        times.put(sessionId, clock.instant().plus(in));
    }

    @Override
    public synchronized List<String> claim(int partition, int most, Duration lease) {
        Instant now = clock.instant();
        List<String> due = times.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
        due.forEach(id -> times.put(id, now.plus(lease)));
        return due;
    }

    @Override
    public synchronized void postpone(String sessionId, Instant until) {
        Instant soonest = clock.instant().plusSeconds(1);
        times.computeIfPresent(sessionId, (id, before) -> until.isBefore(soonest) ? soonest : until);
    }

    @Override
    public synchronized void remove(String sessionId) {
        times.remove(sessionId);
    }
}
