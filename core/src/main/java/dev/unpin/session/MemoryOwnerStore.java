package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.session.spi.OwnerEntries;
import dev.unpin.session.spi.OwnerEntry;
import dev.unpin.session.spi.OwnerStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * An index of owners in this process's memory, the companion of {@link MemorySessionStore}. Thread-safe.
 *
 * <p>Nothing is ever evicted to make room. What has ended is freed by a sweep while others are added; at
 * {@link #MAX_OWNERS} owners a new one is refused.
 */
public final class MemoryOwnerStore implements OwnerStore {
    /** How many owners fit in. */
    public static final int MAX_OWNERS = 100_000;

    /** One owner's entries, the oldest first; never changed in place. */
    private final ConcurrentHashMap<String, Map<String, Entry>> owners = new ConcurrentHashMap<>();

    private final SweepPace pace = new SweepPace(MAX_OWNERS);
    private final InstantSource clock;

    private MemoryOwnerStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty index.
     *
     * @return an index on the system's clock
     */
    public static MemoryOwnerStore create() {
        return new MemoryOwnerStore(InstantSource.system());
    }

    /**
     * Makes an empty index with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time, and never goes back
     * @return an index on that clock
     */
    public static MemoryOwnerStore create(InstantSource clock) {
        return new MemoryOwnerStore(clock);
    }

    @Override
    public OwnerEntries add(String owner, String sessionId, String label, Duration keep) {
        Instant now = clock.instant();
        makeRoom(now);
        Map<String, Entry> entries = change(owner, now, all -> {
            Entry before = all.remove(sessionId);
            Instant until = now.plus(keep);
            all.put(
                    sessionId,
                    new Entry(
                            new OwnerEntry(sessionId, label, now),
                            before != null && before.until.isAfter(until) ? before.until : until,
                            before != null && before.marked));
        });
        return told(entries);
    }

    @Override
    public OwnerEntries list(String owner) {
        return told(change(owner, clock.instant(), entries -> {}));
    }

    @Override
    public void mark(String owner, Collection<String> sessionIds) {
        change(
                owner,
                clock.instant(),
                entries -> sessionIds.forEach(id -> entries.computeIfPresent(id, (key, entry) -> entry.mark())));
    }

    @Override
    public void remove(String owner, Collection<String> sessionIds) {
        change(owner, clock.instant(), entries -> entries.keySet().removeAll(List.copyOf(sessionIds)));
    }

    private Map<String, Entry> change(String owner, Instant now, Consumer<Map<String, Entry>> change) {
        Map<String, Entry> after = owners.compute(owner, (key, before) -> {
            Map<String, Entry> entries = new LinkedHashMap<>(before == null ? Map.of() : before);
            entries.values().removeIf(entry -> entry.isOver(now));
            change.accept(entries);
            return entries.isEmpty() ? null : entries;
        });
        return after == null ? Map.of() : after;
    }

    private void makeRoom(Instant now) {
        if (pace.isDue(owners.size(), now)) {
            owners.values().removeIf(entries -> entries.values().stream().allMatch(entry -> entry.isOver(now)));
            pace.swept(owners.size());
        }
        if (owners.size() >= MAX_OWNERS) {
            throw StoreException.refused(
                    "the memory of this process holds " + MAX_OWNERS + " owners, the most it may; use a shared index",
                    null);
        }
    }

    private static OwnerEntries told(Map<String, Entry> entries) {
        List<OwnerEntry> live = new ArrayList<>();
        List<String> marked = new ArrayList<>();
        entries.forEach((id, entry) -> {
            if (entry.marked) {
                marked.add(id);
            } else {
                live.add(entry.told);
            }
        });
        return new OwnerEntries(live, marked);
    }

    private record Entry(OwnerEntry told, Instant until, boolean marked) {
        boolean isOver(Instant now) {
            return !now.isBefore(until);
        }

        Entry mark() {
            return new Entry(told, until, true);
        }
    }
}
