package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import dev.unpin.Version;
import dev.unpin.concurrency.Records;
import dev.unpin.testkit.race.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a call costs: calls of the port, and of the server beneath it. */
interface RecordCostTests extends RecordStoreFixture {
    @Test
    default void everyCallCostsWhatItSays() {
        CountingRecordStore store = new CountingRecordStore(store());
        Records<Integer> records = Numbers.in(store);
        warmUp(records);
        Version[] version = new Version[1];

        assertCost(1, "a look at what is not there", store, () -> records.find("a"));
        assertCost(1, "a creation", store, () -> version[0] = records.put("a", 1, Condition.absent()));
        assertCost(1, "a look", store, () -> records.get("a"));
        assertCost(1, "a put", store, () -> version[0] = records.put("a", 2, Condition.ifVersion(version[0])));
        assertCost(1, "a put without a version", store, () -> version[0] = records.put("a", 3, Condition.any()));
        assertCost(1, "a conflict that shows what is there", store, () -> records.tryPut("a", 4, Condition.absent()));
        assertCost(2, "an update", store, () -> records.update("a", n -> n + 1));
        assertCost(1, "an update that changes nothing", store, () -> records.update("a", n -> n));
        assertCost(2, "an update that creates", store, () -> records.update("b", 0, n -> n + 1));
        assertCost(1, "a removal", store, () -> records.remove("a", Condition.any()));
        assertCost(1, "a ping", store, records::ping);
    }

    @Test
    default void aConflictCostsAnUpdateOneMoreAndEverySecondOneARead() {
        CountingRecordStore store = new CountingRecordStore(store());
        Records<Integer> records = Numbers.in(store);
        warmUp(records);
        records.put("a", 1, Condition.any());
        AtomicInteger runs = new AtomicInteger();

        assertCost(
                2 + 3 + 1 + 3,
                "an update with three conflicts, each by one put",
                store,
                () -> records.update("a", n -> {
                    if (runs.incrementAndGet() <= 3) {
                        records.put("a", n + 10, Condition.any());
                    }
                    return n + 1;
                }));
        assertEquals(32, records.get("a").value());
    }

    @Test
    default void underContentionThereAreTwoTriesForEveryRead() {
        CountingRecordStore store = new CountingRecordStore(store());
        Records<Integer> records = Numbers.in(store);
        warmUp(records);
        AtomicLong tries = new AtomicLong();
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            writers.add(() -> records.update("hot", 0, n -> {
                        tries.incrementAndGet();
                        return n + 1;
                    })
                    .value());
        }
        long before = store.calls();

        Parallel.run(writers);

        long reads = store.calls() - before - tries.get();
        assertEquals(16, records.get("hot").value());
        assertTrue(reads >= 16, "every update reads");
        assertTrue(reads <= 16 + (tries.get() - 16) / 2, reads + " reads for " + tries + " tries");
    }

    /** A driver may load scripts and open connections at their first use, and learn what its server's clock shows. */
    private static void warmUp(Records<Integer> records) {
        for (int i = 0; i < 16; i++) {
            records.put("warm-" + i, 1, Condition.any());
            records.find("warm-" + i);
        }
        records.ping();
    }

    private void assertCost(long roundTrips, String what, CountingRecordStore store, Runnable call) {
        long callsBefore = store.calls();
        long before = roundTrips().orElse(callsBefore);
        call.run();
        assertEquals(roundTrips, store.calls() - callsBefore, "calls of the port by " + what);
        assertEquals(roundTrips, roundTrips().orElse(store.calls()) - before, "round trips of " + what);
    }
}
