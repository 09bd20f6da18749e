package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.Condition;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordWrite;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A write arrives twice, as one does whose answer was lost. */
interface RecordResendTests extends RecordStoreFixture {
    @Test
    default void aWriteThatArrivesAgainCountsOnceAndIsNoConflict() {
        Writes writes = new Writes(store());
        RecordWrite creation = writes.put("A", Condition.absent());
        long created = writes.written(creation);
        RecordWrite change = writes.put("B", Writes.at(created));
        long changed = writes.written(change);

        assertEquals(changed, again(change));
        assertEquals(created, again(creation));
        assertEquals(Optional.of("B"), writes.read());
    }

    @Test
    default void aWriteThatArrivesAgainDoesNotOverwriteALaterOne() {
        Writes writes = new Writes(store());
        RecordWrite blind = writes.put("A", Condition.any());
        long version = writes.written(blind);
        writes.written("B");

        assertEquals(version, again(blind));
        assertEquals(Optional.of("B"), writes.read());
    }

    @Test
    default void aRemovalThatArrivesAgainRemovesNothingNewer() {
        Writes writes = new Writes(store());
        writes.written("A");
        RecordWrite removal = writes.remove(Condition.any());
        long version = writes.written(removal);
        assertEquals(version, again(removal), "still a removal that removed something");
        writes.written("B");

        assertEquals(version, again(removal));
        assertEquals(Optional.of("B"), writes.read());
    }

    @Test
    default void aCreationThatArrivesAgainDoesNotBringBackWhatWasRemoved() {
        Writes writes = new Writes(store());
        RecordWrite creation = writes.put("A", Condition.absent());
        long version = writes.written(creation);
        writes.written(writes.remove(Condition.any()));

        assertEquals(version, again(creation));
        assertEquals(Optional.empty(), writes.read());
    }

    @Test
    default void everyStoreRemembersTheLastThirtyTwoWrites() {
        Writes writes = new Writes(store());
        RecordWrite first = writes.put("A", Condition.any());
        long version = writes.written(first);
        for (int i = 0; i < 31; i++) {
            writes.written("B" + i);
        }

        assertEquals(version, again(first));
        assertEquals(Optional.of("B30"), writes.read());
    }

    @Test
    default void aWriteThatMayHaveBeenForgottenIsNeverAppliedAgain() {
        Writes writes = new Writes(store());
        long before = writes.written("0");
        RecordWrite blind = writes.put("A", Condition.any());
        RecordWrite conditional = writes.put("B", Writes.at(before));
        RecordWrite removal = writes.remove(Condition.any());
        writes.written(conditional);
        writes.written(blind);
        writes.written(removal);
        for (int i = 0; i < 100; i++) {
            writes.written("C" + i);
        }

        for (RecordWrite write : new RecordWrite[] {blind, conditional, removal}) {
            RecordReply reply = store().write(write);
            assertEquals(RecordReply.Status.STALE, reply.status());
            assertEquals("C99", Writes.text(reply.current().orElseThrow()));
        }
        assertEquals(Optional.of("C99"), writes.read());
    }

    @Test
    default void aWriteOnTheCurrentVersionIsAppliedHoweverMuchWasForgotten() {
        Writes writes = new Writes(store());
        long version = 0;
        for (int i = 0; i < 100; i++) {
            version = writes.written("A" + i);
        }
        elapse(Duration.ofDays(1));

        assertEquals(
                RecordReply.Status.WRITTEN,
                store().write(writes.put("B", Writes.at(version))).status());
    }

    private long again(RecordWrite write) {
        RecordReply reply = store().write(write);
        assertEquals(RecordReply.Status.WRITTEN, reply.status());
        return reply.version();
    }
}
