package dev.unpin.concurrency;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records in this process's memory, for tests and for services that run as one instance: they end with the process.
 * Thread-safe.
 *
 * <p>Nothing is ever evicted to make room. Expired records and the marks of removed ones are swept out while others are
 * created; at {@link #MAX_RECORDS} records and marks a new one is refused.
 */
public final class MemoryRecordStore implements RecordStore {
    /** How many records, and marks of removed ones, fit in. */
    public static final int MAX_RECORDS = 100_000;

    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    private record Id(String collection, String key) {}

    private final ConcurrentHashMap<Id, MemoryRecord> records = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource clock;

    private MemoryRecordStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemoryRecordStore create() {
        return new MemoryRecordStore(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time
     * @return a store on that clock
     */
    public static MemoryRecordStore create(InstantSource clock) {
        return new MemoryRecordStore(clock);
    }

    @Override
    public Optional<StoredRecord> find(String collection, String key) {
        MemoryRecord record = records.get(new Id(collection, key));
        return record == null ? Optional.empty() : Optional.ofNullable(record.current(clock.instant()));
    }

    @Override
    public Map<String, StoredRecord> findAll(String collection, Set<String> keys) {
        Map<String, StoredRecord> found = new HashMap<>();
        for (String key : keys) {
            find(collection, key).ifPresent(record -> found.put(key, record));
        }
        return found;
    }

    @Override
    public RecordReply write(RecordWrite write) {
        Instant now = clock.instant();
        Id id = new Id(write.collection(), write.key());
        if (!records.containsKey(id)) {
            makeRoom(now);
        }
        Written written = new Written();
        records.compute(id, (any, there) -> written.by(there == null ? new MemoryRecord() : there, write, now));
        return Objects.requireNonNull(written.reply);
    }

    @Override
    public void ping() {}

    /** What came of a write, and what is kept after it: nothing of a record that has never been. */
    private static final class Written {
        private @Nullable RecordReply reply;

        @Nullable
        MemoryRecord by(MemoryRecord record, RecordWrite write, Instant now) {
            reply = record.write(write, now);
            return record.isForgettable(now) ? null : record;
        }
    }

    /** Sweeps at most once a second, so that a full store costs no more. */
    private void makeRoom(Instant now) {
        Instant last = lastSweep.get();
        if (!now.isBefore(last.plus(BETWEEN_SWEEPS)) && lastSweep.compareAndSet(last, now)) {
            // One by one and looked at again: a record may come back to life while others are swept.
            records.keySet()
                    .forEach(id ->
                            records.computeIfPresent(id, (any, record) -> record.isForgettable(now) ? null : record));
        }
        if (records.size() >= MAX_RECORDS) {
            throw StoreException.refused(
                    "the memory of this process holds " + MAX_RECORDS + " records, the most it may; use a shared store",
                    null);
        }
    }
}
