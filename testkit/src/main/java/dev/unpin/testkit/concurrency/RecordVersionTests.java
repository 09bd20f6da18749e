package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Condition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Versions rise and never come again, whatever becomes of the record. */
interface RecordVersionTests extends RecordStoreFixture {
    @Test
    default void versionsRise() {
        Writes writes = new Writes(store());
        long last = 0;
        for (int i = 0; i < 100; i++) {
            long next = writes.written("same");
            assertTrue(next > last, next + " after " + last);
            last = next;
        }
    }

    @Test
    default void theSameValueAgainIsNotTheSameVersion() {
        Writes writes = new Writes(store());
        long a = writes.written("A");
        writes.written("B");
        writes.written("A");

        writes.refused(writes.put("C", Writes.at(a)));

        assertEquals(Optional.of("A"), writes.read());
    }

    @Test
    default void aRecordMadeAnewAfterItsRemovalHasAHigherVersion() {
        Writes writes = new Writes(store());
        long first = writes.written("A");
        long removal = writes.written(writes.remove(Condition.any()));
        long second = writes.written(writes.put("A", Condition.absent()));

        assertTrue(first < removal && removal < second, first + ", " + removal + ", " + second);
        writes.refused(writes.put("B", Writes.at(first)));
        writes.refused(writes.put("B", Writes.at(removal)));
        assertEquals(Optional.of("A"), writes.read());
    }

    @Test
    default void aRecordMadeAnewAfterItsExpiryHasAHigherVersion() {
        Writes writes = new Writes(store());
        byte[] value = {1};
        long first = writes.written(writes.write(value, Condition.absent(), Duration.ofMinutes(1)));
        elapse(Duration.ofMinutes(2));
        long second = writes.written(writes.write(value, Condition.absent(), Duration.ofMinutes(1)));
        elapse(Duration.ofDays(3));
        long third = writes.written(writes.put("A", Condition.absent()));

        assertTrue(first < second && second < third, first + ", " + second + ", " + third);
    }

    @Test
    default void whatIsRemovedOrHasADeadlineDoesNotStayForEver() {
        Writes removed = new Writes(store(), "removed");
        removed.written("A");
        removed.written(removed.remove(Condition.any()));
        Writes mortal = new Writes(store(), "mortal");
        mortal.written("A");
        mortal.written(mortal.write(new byte[1], Condition.any(), Duration.ofMinutes(1)));
        Writes refused = new Writes(store(), "refused");
        refused.refused(refused.put("A", Condition.present()));
        refused.send(refused.remove(Condition.any()));

        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }
}
