package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.StoredRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a write demands of what is stored, and what it finds. */
interface RecordConditionTests extends RecordStoreFixture {
    @Test
    default void whatWasWrittenIsReadByEveryInstance() {
        long version = new Writes(store()).written("apple");

        StoredRecord read = store().find(Writes.COLLECTION, "one").orElseThrow();

        assertEquals("apple", Writes.text(read));
        assertEquals(version, read.version());
        assertEquals(Optional.empty(), store().find("others", "one"));
        assertEquals(Optional.empty(), store().find(Writes.COLLECTION, "two"));
    }

    @Test
    default void anyBytesAndAnyKeyAreKept() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        for (String key : new String[] {"ä ö/ü:{}%*\n", "\uD83D\uDE00", "k".repeat(256), "{", "}"}) {
            Writes writes = new Writes(store(), key);
            writes.written(writes.write(bytes, Condition.absent(), Duration.ZERO));
            assertArrayEquals(
                    bytes, store().find(Writes.COLLECTION, key).orElseThrow().value());
            writes.written(writes.write(new byte[0], Condition.present(), Duration.ZERO));
            assertArrayEquals(
                    new byte[0],
                    store().find(Writes.COLLECTION, key).orElseThrow().value());
        }
    }

    @Test
    default void absentCreatesAndNeverOverwrites() {
        Writes writes = new Writes(store());
        writes.written(writes.put("apple", Condition.absent()));

        writes.refused(writes.put("pear", Condition.absent()));

        assertEquals(Optional.of("apple"), writes.read());
    }

    @Test
    default void presentOverwritesAndNeverCreates() {
        Writes writes = new Writes(store());

        writes.refused(writes.put("apple", Condition.present()));
        assertEquals(Optional.empty(), writes.read());

        writes.written("apple");
        writes.written(writes.put("pear", Condition.present()));
        assertEquals(Optional.of("pear"), writes.read());
    }

    @Test
    default void aVersionIsMetByItselfAlone() {
        Writes writes = new Writes(store());
        long first = writes.written("apple");
        long second = writes.written(writes.put("pear", Writes.at(first)));

        writes.refused(writes.put("plum", Writes.at(first)));
        writes.refused(writes.put("plum", Writes.at(second + 1)));
        writes.refused(writes.put("plum", Condition.ifMatch("\"never-issued\"")));
        writes.refused(writes.put("plum", Condition.ifMatch("W/\"" + second + "\"")));
        writes.refused(writes.put("plum", Condition.ifMatch("\"0" + second + "\"")));
        assertEquals(Optional.of("pear"), writes.read());

        writes.written(writes.put("plum", Condition.ifMatch("\"x\", \"" + first + "\", \"" + second + "\"")));
        assertEquals(Optional.of("plum"), writes.read());
    }

    @Test
    default void aVersionOfWhatIsNotThereIsMetByNothing() {
        Writes writes = new Writes(store());

        writes.refused(writes.put("apple", Writes.at(1)));
        writes.refused(writes.remove(Writes.at(1)));

        assertEquals(Optional.empty(), writes.read());
    }

    @Test
    default void aConflictShowsWhatIsThere() {
        Writes writes = new Writes(store());
        RecordReply empty = writes.send(writes.put("apple", Condition.present()));
        assertEquals(Optional.empty(), empty.current());

        long version = writes.written("apple");
        StoredRecord current = writes.send(writes.put("pear", Writes.at(version - 1)))
                .current()
                .orElseThrow();

        assertEquals("apple", Writes.text(current));
        assertEquals(version, current.version());
    }

    @Test
    default void aRemovalNeedsItsConditionAndSaysWhetherThereWasAnything() {
        Writes writes = new Writes(store());
        assertEquals(
                RecordReply.Status.NOTHING,
                writes.send(writes.remove(Condition.any())).status());
        long version = writes.written("apple");

        writes.refused(writes.remove(Writes.at(version + 1)));
        assertEquals(Optional.of("apple"), writes.read());

        writes.written(writes.remove(Writes.at(version)));
        assertEquals(Optional.empty(), writes.read());
        assertEquals(
                RecordReply.Status.NOTHING,
                writes.send(writes.remove(Condition.any())).status());
        writes.refused(writes.remove(Condition.present()));
    }

    @Test
    default void severalRecordsAreReadAtOnce() {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            new Writes(store(), "key-" + i).written("value-" + i);
            expected.put("key-" + i, "value-" + i);
        }
        Writes removed = new Writes(store(), "removed");
        removed.written("gone");
        removed.written(removed.remove(Condition.any()));
        Set<String> wanted = new TreeSet<>(expected.keySet());
        wanted.add("removed");
        wanted.add("never");

        Map<String, String> found = new TreeMap<>();
        store().findAll(Writes.COLLECTION, wanted).forEach((key, record) -> found.put(key, Writes.text(record)));

        assertEquals(expected, found);
    }

    @Test
    default void aRecordEndsAfterItsTimeToLiveAndAWriteBeginsItAnew() {
        Writes writes = new Writes(store());
        byte[] bytes = {1};
        writes.written(writes.write(bytes, Condition.absent(), Duration.ofMinutes(10)));
        elapse(Duration.ofMinutes(9));
        writes.written(writes.write(bytes, Condition.present(), Duration.ofMinutes(10)));
        elapse(Duration.ofMinutes(9));
        assertTrue(writes.read().isPresent());
        elapse(Duration.ofMinutes(1));

        assertEquals(Optional.empty(), writes.read());
        writes.refused(writes.put("apple", Condition.present()));
        writes.written(writes.put("apple", Condition.absent()));
        elapse(Duration.ofDays(400));
        assertEquals(Optional.of("apple"), writes.read(), "without a time to live it stays");
    }
}
