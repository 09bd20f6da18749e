package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.race.Parallel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Storing a session for the first time. */
interface CreationTests extends SessionStoreFixture {
    @Test
    default void aCreationStoresOwnerAndFields() {
        Probe session = Probe.unstored(store());

        session.save(session.creation(set("cart", "apple")).withOwner("user-42"));

        assertEquals("user-42", session.found().owner());
        assertEquals(Map.of("cart", "apple"), session.texts());
    }

    @Test
    default void aSessionMayBeCreatedWithoutFields() {
        Probe session = Probe.unstored(store());

        session.save(session.creation());

        assertEquals(Map.of(), session.texts());
    }

    @Test
    default void aCreationMayExpectItsFieldsToBeAbsent() {
        Probe session = Probe.unstored(store());

        session.save(session.creation(set("cart", "apple").ifVersion(FieldChange.ABSENT)));

        assertEquals(Map.of("cart", "apple"), session.texts());
    }

    @Test
    default void aCreationThatArrivesTwiceCountsOnce() {
        Probe session = Probe.unstored(store());
        CommitRequest creation = session.creation(set("cart", "apple"));
        long version = session.save(creation);
        Snapshot before = Snapshot.of(session);

        assertEquals(version, session.through(store()).save(creation));

        before.assertUnchanged(session);
    }

    @Test
    default void aCreationThatArrivesAgainLaterUndoesNothing() {
        Probe session = Probe.unstored(store());
        CommitRequest creation = session.creation(set("cart", "apple"));
        long version = session.save(creation);
        session.save(set("cart", "pear"));
        Probe renewed = session.with(Probe.newSecret());
        session.save(session.update(set("step", "2")).withOwner("user-42").withRenewal(renewed.renewal()));
        Snapshot before = Snapshot.of(renewed);

        assertEquals(version, session.save(creation));

        before.assertUnchanged(renewed);
    }

    @Test
    default void ofParallelArrivalsOfOneCreationAllGetTheSameAnswer() {
        SessionStore one = store();
        SessionStore other = store();
        for (int round = 0; round < 20; round++) {
            Probe session = Probe.unstored(one);
            CommitRequest creation = session.creation(set("cart", "apple"));
            List<Callable<Long>> arrivals = List.of(
                    () -> session.save(creation),
                    () -> session.through(other).save(creation),
                    () -> session.save(creation),
                    () -> session.through(other).save(creation));

            Set<Long> versions = Parallel.run(arrivals).stream().collect(Collectors.toSet());

            assertEquals(Set.of(session.found().version()), versions);
        }
    }

    @Test
    default void anotherCreationUnderTheSameIdIsRefusedAndHarmsNothing() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        Snapshot before = Snapshot.of(session);
        Probe thief = session.with(Probe.newSecret());

        for (CommitRequest creation : List.of(
                session.creation(set("cart", "pear")),
                thief.creation(set("cart", "pear")).withOwner("mallory"))) {
            StoreException refusal = assertThrows(StoreException.class, () -> store().commit(creation));
            assertEquals(Effect.REFUSED, refusal.effect());
        }

        before.assertUnchanged(session);
        assertEquals(LoadReply.Status.FORGED, thief.peek().status());
    }

    @Test
    default void aCreationThatIsTooLargeStoresNothing() {
        Probe session = Probe.unstored(store());
        CommitRequest creation = CommitRequest.create(
                        session.id(), session.secret(), Probe.newWriteId(), Probe.TIMEOUTS, new SessionLimits(1, 100))
                .withOwner("user-42");

        session.refuse(CommitReply.Status.TOO_MANY_KEYS, creation.withChanges(List.of(set("a", "1"), set("b", "2"))));
        session.refuse(CommitReply.Status.TOO_LARGE, creation.withChanges(List.of(set("a", "x".repeat(100)))));

        assertEquals(LoadReply.Status.UNKNOWN, session.peek().status());
        assertEquals(List.of(), remainsOf(session.id()));
    }

    @Test
    default void aCreationThatExpectsAFieldStoresNothing() {
        Probe session = Probe.unstored(store());

        CommitReply reply = session.refuse(
                CommitReply.Status.CONFLICT,
                session.creation(set("cart", "apple").ifVersion(7), set("step", "2")));

        assertEquals(Map.of("cart", Optional.empty()), reply.conflicts());
        assertEquals(LoadReply.Status.UNKNOWN, session.peek().status());
        assertEquals(List.of(), remainsOf(session.id()));
    }

    @Test
    default void aChangeNeverCreates() {
        Probe session = Probe.unstored(store());

        session.refuse(
                CommitReply.Status.ENDED,
                session.updateSince(0, set("cart", "apple")).withOwner("user-42"));

        assertEquals(LoadReply.Status.UNKNOWN, session.peek().status());
        assertEquals(List.of(), remainsOf(session.id()));
    }
}
