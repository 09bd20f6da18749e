package dev.unpin.token;

import dev.unpin.StoreException;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Revocations in this process's memory, for tests and for services that run as one instance: they end with the process.
 * Thread-safe.
 *
 * <p>Nothing is ever evicted to make room: at {@link #MAX_REVOCATIONS} a new one is refused until others are over.
 */
public final class MemoryBlocklistStore implements BlocklistStore {
    /** How many revocations fit in. */
    public static final int MAX_REVOCATIONS = 1_000_000;

    private static final int MOST_BEATS = 32;
    private static final int FIRST_SWEEP = 1_024;

    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<RevokedId, Entry> entries = new HashMap<>();
    private final TreeMap<Long, Entry> feed = new TreeMap<>();
    private final Deque<Beat> beats = new ArrayDeque<>();
    private @Nullable Instant epochBegan;
    private Duration retention = Duration.ZERO;
    private long head;
    private int sweepAt = FIRST_SWEEP;
    private Instant lastSweep = Instant.EPOCH;

    private record Entry(RevokedId id, Instant time, Instant end, long version) {
        Revocation revocation() {
            return new Revocation(id, time);
        }
    }

    private record Beat(long id, long version, Instant time) {}

    private MemoryBlocklistStore(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemoryBlocklistStore create() {
        return create(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time, and never goes back
     * @return a store on that clock
     */
    public static MemoryBlocklistStore create(InstantSource clock) {
        return new MemoryBlocklistStore(Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public synchronized RevocationReceipt revoke(RevocationRequest request) {
        Instant now = open();
        Duration keep = longer(request.retention());
        long version = next(now);
        Instant end = now.plus(keep);
        Instant until = request.until();
        if (until != null && until.isBefore(end)) {
            end = until;
        }
        RevokedId id = request.id();
        Instant time =
                (id.isCutoff() ? Instant.EPOCH.plus(version, ChronoUnit.MICROS) : end).truncatedTo(ChronoUnit.MILLIS);
        Entry entry = put(new Entry(id, time, end, version), now);
        return new RevocationReceipt(new RecordedRevocation(entry.revocation(), entry.version()), now);
    }

    @Override
    public synchronized FeedPage read(FeedRequest request) {
        Instant now = open();
        retention = longer(request.retention());
        Beat last = beats.peekLast();
        if (last == null || !now.isBefore(last.time().plus(request.beatEvery())) || now.isBefore(last.time())) {
            sweep(now);
            last = new Beat(random.nextLong(), next(now), now);
            beats.addLast(last);
            if (beats.size() > MOST_BEATS) {
                beats.removeFirst();
            }
        }
        Duration age = Duration.between(last.time(), now);
        FeedPosition position = request.position();
        if (!isOurs(position)) {
            return new FeedPage(FeedPage.Status.LOST, began(), now, age, List.of(), FeedPosition.START);
        }
        List<RecordedRevocation> page = new ArrayList<>();
        for (Entry entry : feed.tailMap(position.after(), false).values()) {
            if (page.size() == request.limit()) {
                long after = page.get(page.size() - 1).version();
                FeedPosition next = new FeedPosition(last.id(), last.version(), after);
                return new FeedPage(FeedPage.Status.MORE, began(), now, age, page, next);
            }
            page.add(new RecordedRevocation(entry.revocation(), entry.version()));
        }
        FeedPosition next = new FeedPosition(last.id(), last.version(), last.version());
        return new FeedPage(FeedPage.Status.COMPLETE, began(), now, age, page, next);
    }

    @Override
    public synchronized void restore(List<Revocation> lost, Duration keep) {
        Instant now = open();
        for (Revocation revocation : lost) {
            Instant end = revocation.id().isCutoff() ? revocation.time().plus(longer(keep)) : revocation.time();
            if (end.isAfter(now)) {
                put(new Entry(revocation.id(), revocation.time(), end, next(now)), now);
            }
        }
    }

    @Override
    public synchronized RevocationLookup find(List<RevokedId> ids) {
        Instant now = open();
        List<Revocation> found = new ArrayList<>();
        for (RevokedId id : ids) {
            Entry entry = entries.get(id);
            if (entry != null && entry.end().isAfter(now)) {
                found.add(entry.revocation());
            }
        }
        return new RevocationLookup(found, began());
    }

    @Override
    public void ping() {}

    private Instant open() {
        Instant now = clock.instant();
        if (epochBegan == null) {
            epochBegan = now;
        }
        return now;
    }

    private Instant began() {
        return epochBegan == null ? clock.instant() : epochBegan;
    }

    private Duration longer(Duration other) {
        return other.compareTo(retention) > 0 ? other : retention;
    }

    private long next(Instant now) {
        head = Math.max(head + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        return head;
    }

    private boolean isOurs(FeedPosition position) {
        return position.equals(FeedPosition.START)
                || beats.stream()
                        .anyMatch(beat ->
                                beat.id() == position.checkpointId() && beat.version() == position.checkpointVersion());
    }

    private Entry put(Entry entry, Instant now) {
        Entry before = entries.get(entry.id());
        Entry put = entry;
        if (before != null) {
            put = new Entry(
                    entry.id(), later(before.time(), entry.time()), later(before.end(), entry.end()), entry.version());
            feed.remove(before.version());
        } else if (entries.size() >= MAX_REVOCATIONS) {
            sweep(now);
            if (entries.size() >= MAX_REVOCATIONS) {
                throw StoreException.refused(
                        "the blocklist in memory is full: it holds " + MAX_REVOCATIONS + " revocations", null);
            }
        }
        entries.put(put.id(), put);
        feed.put(put.version(), put);
        return put;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Sweeps when the number of revocations has doubled, and at most once a second, so that each costs little. */
    private void sweep(Instant now) {
        if (entries.size() >= sweepAt && !now.isBefore(lastSweep.plusSeconds(1))) {
            lastSweep = now;
            entries.values().removeIf(entry -> !entry.end().isAfter(now));
            feed.values().removeIf(entry -> !entry.end().isAfter(now));
            sweepAt = Math.min(MAX_REVOCATIONS, Math.max(FIRST_SWEEP, 2 * entries.size()));
        }
    }
}
