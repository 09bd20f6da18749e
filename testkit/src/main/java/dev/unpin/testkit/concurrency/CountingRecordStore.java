package dev.unpin.testkit.concurrency;

import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls of a store: as many round trips as a driver may make. */
final class CountingRecordStore implements RecordStore {
    private final RecordStore store;
    private final AtomicLong calls = new AtomicLong();

    CountingRecordStore(RecordStore store) {
        this.store = store;
    }

    long calls() {
        return calls.get();
    }

    @Override
    public Optional<StoredRecord> find(String collection, String key) {
        calls.incrementAndGet();
        return store.find(collection, key);
    }

    @Override
    public Map<String, StoredRecord> findAll(String collection, Set<String> keys) {
        calls.incrementAndGet();
        return store.findAll(collection, keys);
    }

    @Override
    public RecordReply write(RecordWrite write) {
        calls.incrementAndGet();
        return store.write(write);
    }

    @Override
    public void ping() {
        calls.incrementAndGet();
        store.ping();
    }
}
