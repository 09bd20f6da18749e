package dev.unpin.verification.lincheck;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Condition;
import dev.unpin.Versioned;
import dev.unpin.concurrency.MemoryLockStore;
import dev.unpin.concurrency.MemoryRecordStore;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.spi.Durability;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.verification.history.Numbers;
import java.time.Duration;
import java.util.Random;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The stores in memory do every call in one step: whatever threads do at once, one after the other could have done. */
class MemoryStoresTest {
    private static StressOptions stress() {
        return new StressOptions()
                .iterations(20)
                .invocationsPerIteration(1_000)
                .threads(3)
                .actorsPerThread(3);
    }

    private static Records<Long> numbers() {
        return Records.builder(MemoryRecordStore.create(), "numbers", Long.class)
                .codec(new Numbers())
                .build();
    }

    @Test
    void records() {
        stress().sequentialSpecification(Register.class).check(RecordsUnderTest.class);
    }

    @Test
    void locks() {
        stress().sequentialSpecification(Mutex.class).check(LocksUnderTest.class);
    }

    @Test
    void idempotencyKeys() {
        stress().sequentialSpecification(Mutex.class).check(IdempotencyUnderTest.class);
    }

    /** The planted bug: reading and writing as two steps. */
    @Test
    void aLostUpdateIsCaught() {
        assertThatThrownBy(() -> stress().minimizeFailedScenario(false)
                        .sequentialSpecification(Register.class)
                        .check(RacyRecords.class))
                .hasMessageContaining("Invalid execution results");
    }

    /** A record of whole numbers, counted up without looking. */
    public static class RacyRecords {
        private final Records<Long> records = numbers();

        @Operation
        public long add() {
            long sum = records.find("a").map(Versioned::value).orElse(0L) + 1;
            records.put("a", sum, Condition.any());
            return sum;
        }
    }

    /** A record of whole numbers. */
    public static class RecordsUnderTest {
        private final Records<Long> records = numbers();

        @Operation
        public void put(@Param(gen = IntGen.class, conf = "1:5") int value) {
            records.put("a", (long) value, Condition.any());
        }

        @Operation
        public boolean create(@Param(gen = IntGen.class, conf = "1:5") int value) {
            return records.tryPut("a", (long) value, Condition.absent()).isStored();
        }

        @Operation
        public long add() {
            return records.update("a", 0L, n -> n + 1).value();
        }

        @Operation
        public long find() {
            return records.find("a").map(Versioned::value).orElse(-1L);
        }

        @Operation
        public boolean remove() {
            return records.remove("a", Condition.any());
        }
    }

    /** What a record should be. */
    public static class Register {
        private long value = -1;

        public void put(int newValue) {
            value = newValue;
        }

        public boolean create(int newValue) {
            boolean absent = value < 0;
            value = absent ? newValue : value;
            return absent;
        }

        public long add() {
            value = value < 0 ? 1 : value + 1;
            return value;
        }

        public long find() {
            return value;
        }

        public boolean remove() {
            boolean there = value >= 0;
            value = -1;
            return there;
        }
    }

    /** A lock for three owners. */
    public static class LocksUnderTest {
        private final LockStore locks = MemoryLockStore.create();

        @Operation
        public boolean acquire(@Param(gen = IntGen.class, conf = "1:3") int owner) {
            return locks.acquire(request(owner)).status() == LockReply.Status.TAKEN;
        }

        @Operation
        public boolean renew(@Param(gen = IntGen.class, conf = "1:3") int owner) {
            return locks.renew(request(owner)).status() == LockReply.Status.TAKEN;
        }

        private static LockRequest request(int owner) {
            return new LockRequest("a", LockOwner.create(new Random(owner)), Duration.ofHours(1), Durability.none());
        }
    }

    /** A keyed operation that three owners want to run once. */
    public static class IdempotencyUnderTest {
        private static final Duration HOUR = Duration.ofHours(1);

        private final IdempotencyStore store = MemoryIdempotencyStore.create();

        @Operation
        public boolean acquire(@Param(gen = IntGen.class, conf = "1:3") int owner) {
            BeginRequest request =
                    new BeginRequest("a", "payload", "owner" + owner, BeginRequest.Intent.RUN, HOUR, HOUR);
            return store.begin(request).status() == BeginReply.Status.RUN;
        }
    }

    /** What a lock should be that nobody releases, and a key that nobody completes. */
    public static class Mutex {
        private int holder;

        public boolean acquire(int owner) {
            holder = holder == 0 ? owner : holder;
            return holder == owner;
        }

        public boolean renew(int owner) {
            return holder == owner;
        }
    }
}
