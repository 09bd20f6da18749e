package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import dev.unpin.PreconditionFailedException;
import dev.unpin.Version;
import dev.unpin.Versioned;
import dev.unpin.concurrency.PutResult;
import dev.unpin.concurrency.RecordNotFoundException;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.UpdateConflictException;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Records on top of the store: several instances, no lost update. */
interface RecordUpdateTests extends RecordStoreFixture {
    @Test
    default void oneInstanceReadsWhatAnotherHasPut() {
        Version version = Numbers.in(store()).put("a", 1, Condition.absent());

        assertEquals(new Versioned<>(1, version), Numbers.in(store()).get("a"));
        assertEquals(Optional.empty(), Numbers.in(store()).find("b"));
        assertThrows(RecordNotFoundException.class, () -> Numbers.in(store()).get("b"));
    }

    @Test
    default void ofTwoWhoHaveSeenTheSameOneWinsAndTheOtherIsShownWhatIsThere() {
        Records<Integer> one = Numbers.in(store());
        Records<Integer> other = Numbers.in(store());
        Version seen = one.put("a", 1, Condition.absent());

        Version won = one.put("a", 2, Condition.ifVersion(seen));
        PutResult<Integer> lost = other.tryPut("a", 3, Condition.ifVersion(seen));

        assertFalse(lost.isStored());
        assertEquals(Optional.of(new Versioned<>(2, won)), lost.current());
        assertThrows(PreconditionFailedException.class, () -> other.put("a", 3, Condition.ifVersion(seen)));
        assertTrue(other.tryPut("a", 3, Condition.ifVersion(won)).isStored());
        assertEquals(3, one.get("a").value());
    }

    @Test
    default void anUpdateIsAppliedToWhatAnotherHasStoredMeanwhile() {
        Records<Integer> one = Numbers.in(store());
        Records<Integer> other = Numbers.in(store());
        one.put("a", 1, Condition.any());
        AtomicInteger runs = new AtomicInteger();

        Versioned<Integer> updated = one.update("a", n -> {
            if (runs.incrementAndGet() == 1) {
                other.update("a", m -> m + 10);
            }
            return n + 100;
        });

        assertEquals(111, updated.value());
        assertEquals(updated, other.get("a"));
        assertEquals(2, runs.get());
    }

    @Test
    default void anUpdateThatThrowsWritesNothing() {
        Records<Integer> records = Numbers.in(store());
        Version version = records.put("a", 1, Condition.any());

        assertThrows(
                ArithmeticException.class,
                () -> records.update("a", n -> {
                    throw new ArithmeticException("sold out");
                }));

        assertEquals(new Versioned<>(1, version), records.get("a"));
    }

    @Test
    default void anUpdateThatChangesNothingIsNoWrite() {
        Records<Integer> records = Numbers.in(store());
        Version version = records.put("a", 1, Condition.any());

        assertEquals(new Versioned<>(1, version), records.update("a", n -> n));
        assertEquals(version, records.get("a").version());
    }

    @Test
    default void anUpdateOfWhatIsNotThereFailsOrStartsFromTheInitialValue() {
        Records<Integer> records = Numbers.in(store());

        assertThrows(RecordNotFoundException.class, () -> records.update("a", n -> n + 1));
        assertEquals(Optional.empty(), records.find("a"));
        assertEquals(6, records.update("a", 5, n -> n + 1).value());
        assertEquals(7, records.update("a", 5, n -> n + 1).value());
    }

    @Test
    default void anUpdateDoesNotBringBackWhatWasRemovedMeanwhile() {
        Records<Integer> records = Numbers.in(store());
        records.put("a", 1, Condition.any());

        assertThrows(
                RecordNotFoundException.class,
                () -> records.update("a", n -> {
                    records.remove("a", Condition.any());
                    return n + 1;
                }));

        assertEquals(Optional.empty(), records.find("a"));
    }

    @Test
    default void anUpdateThatNeverWinsEndsAsAConflict() {
        Records<Integer> records =
                Numbers.builder(store()).updateTimeout(Duration.ZERO).build();
        records.put("a", 0, Condition.any());
        AtomicInteger tries = new AtomicInteger();

        assertThrows(
                UpdateConflictException.class,
                () -> records.update("a", n -> {
                    tries.incrementAndGet();
                    records.put("a", n + 10, Condition.any());
                    return n + 1;
                }));

        assertEquals(10 * tries.get(), records.get("a").value());
    }

    @Test
    default void aHundredWritersOfOneRecordLoseNoUpdate() {
        int each = "faults".equals(System.getProperty("unpin.load")) ? 50 : 3;
        List<RecordStore> stores = List.of(store(), store(), store());
        List<Callable<Set<String>>> writers = new ArrayList<>();
        for (int writer = 0; writer < 100; writer++) {
            Records<Integer> records = Numbers.in(stores.get(writer % 3));
            writers.add(() -> {
                Set<String> versions = new HashSet<>();
                for (int i = 0; i < each; i++) {
                    versions.add(records.update("hot", 0, n -> n + 1).version().text());
                }
                return versions;
            });
        }

        Set<String> versions = new HashSet<>();
        Parallel.run(writers).forEach(versions::addAll);

        assertEquals(100 * each, Numbers.in(store()).get("hot").value());
        assertEquals(100 * each, versions.size(), "every increment made a version of its own");
    }

    @Test
    default void ofManyCreationsAtOnceExactlyOneWins() {
        List<Callable<Boolean>> creations = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Records<Integer> records = Numbers.in(store());
            int value = i;
            creations.add(() -> records.tryPut("new", value, Condition.absent()).isStored());
        }

        List<Boolean> won = Parallel.run(creations);

        assertEquals(1, won.stream().filter(Boolean::booleanValue).count());
        assertEquals(won.indexOf(true), Numbers.in(store()).get("new").value());
    }
}
