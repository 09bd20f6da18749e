package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Requests that arrive again, because their first answer was lost on its way: each counts once. To remember the last
 * write alone is not enough, since others may lie between the two arrivals.
 */
interface ResendTests extends SessionStoreFixture {
    @Test
    default void aWriteThatArrivesTwiceCountsOnce() {
        Probe session = Probe.stored(store(), set("count", "1"));
        CommitRequest increment = session.update(set("count", "2").ifVersion(version(session, "count")));
        long version = session.save(increment);
        Snapshot before = Snapshot.of(session);

        assertEquals(version, session.save(increment));
        assertEquals(version, session.through(store()).save(increment));

        before.assertUnchanged(session);
    }

    @Test
    default void anIncrementThatArrivesAgainAfterAnotherIsNotCountedTwice() {
        Probe session = Probe.stored(store(), set("count", "1"));
        CommitRequest first = session.update(set("count", "2").ifVersion(version(session, "count")));
        long version = session.save(first);
        session.through(store()).save(set("count", "3").ifVersion(version));
        Snapshot before = Snapshot.of(session);

        CommitReply again = session.store().commit(first);

        assertEquals(CommitReply.Status.SAVED, again.status(), "a conflict would make the caller count again");
        assertEquals(version, again.version());
        before.assertUnchanged(session);
    }

    @Test
    default void aSetThatArrivesAgainDoesNotOverwriteALaterOne() {
        Probe session = Probe.stored(store());
        CommitRequest first = session.update(set("cart", "apple"));
        long version = session.save(first);
        session.save(set("cart", "pear"));
        session.save(set("step", "2"));

        assertEquals(version, session.save(first));

        assertEquals(Map.of("cart", "pear", "step", "2"), session.texts());
    }

    @Test
    default void aRemovalThatArrivesAgainDoesNotRemoveALaterValue() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        CommitRequest removal = session.update(FieldChange.remove("cart"));
        long version = session.save(removal);
        session.save(set("cart", "pear"));

        assertEquals(version, session.save(removal));

        assertEquals(Map.of("cart", "pear"), session.texts());
    }

    @Test
    default void aRenewalThatArrivesAgainIsAnsweredAsTheFirstTime() {
        Probe session = Probe.stored(store());
        Probe renewed = session.with(Probe.newSecret());
        CommitRequest signIn = session.update().withOwner("user-42").withRenewal(renewed.renewal());
        long version = session.save(signIn);

        assertEquals(version, session.save(signIn), "the secret was its own when it first arrived");

        renewed.save(set("cart", "apple"));
        assertEquals(version, session.save(signIn));
        assertEquals("user-42", renewed.found().owner());
    }

    @Test
    default void aRenewalThatArrivesAgainDoesNotUndoALaterOne() {
        Probe first = Probe.stored(store());
        Probe second = first.with(Probe.newSecret());
        Probe third = first.with(Probe.newSecret());
        CommitRequest renewal = first.update().withOwner("user-1").withRenewal(second.renewal());
        long version = first.save(renewal);
        second.save(second.update().withOwner("user-2").withRenewal(third.renewal()));
        Snapshot before = Snapshot.of(third);

        assertEquals(version, first.save(renewal));

        before.assertUnchanged(third);
    }

    @Test
    default void severalWritesThatArriveAgainInAnyOrderCountOnce() {
        Probe session = Probe.stored(store());
        List<CommitRequest> writes = new ArrayList<>();
        List<Long> versions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CommitRequest write = session.update(set("last", "" + i), set("field-" + i, "" + i));
            writes.add(write);
            versions.add(session.save(write));
        }
        Snapshot before = Snapshot.of(session);

        for (int i : List.of(3, 0, 7, 7, 1, 3, 6, 2, 5, 4)) {
            assertEquals(versions.get(i), session.save(writes.get(i)));
        }

        before.assertUnchanged(session);
    }

    @Test
    default void everyStoreRemembersTheLastThirtyTwoWrites() {
        Probe session = Probe.stored(store(), set("count", "1"));
        CommitRequest first = session.update(set("count", "2").ifVersion(version(session, "count")));
        long version = session.save(first);
        for (int i = 1; i < Probe.REMEMBERED; i++) {
            session.save(set("step", "" + i));
        }
        Snapshot before = Snapshot.of(session);

        assertEquals(version, session.save(first));

        before.assertUnchanged(session);
    }

    @Test
    default void aWriteThatMayHaveBeenForgottenIsNeverAppliedAgain() {
        Probe session = Probe.stored(store(), set("count", "1"));
        List<CommitRequest> writes = List.of(
                session.update(set("count", "2").ifVersion(version(session, "count"))),
                session.update(set("cart", "apple")),
                session.update(FieldChange.remove("theme")));
        List<Long> versions = writes.stream().map(session::save).toList();
        session.save(set("count", "3"), set("cart", "pear"), set("theme", "dark"));
        for (int i = 0; i < 200; i++) {
            session.save(set("step", "" + i));
        }
        Snapshot before = Snapshot.of(session);

        for (int i = 0; i < writes.size(); i++) {
            assertOldAnswerOrStale(versions.get(i), session, writes.get(i));
        }

        before.assertUnchanged(session);
    }

    @Test
    default void aWriteThatArrivesAgainMuchLaterIsNeverAppliedAgain() {
        Probe session = Probe.stored(store(), set("count", "1"));
        CommitRequest first = session.update(set("count", "2").ifVersion(version(session, "count")));
        CommitRequest blind = session.update(set("cart", "apple"));
        long firstVersion = session.save(first);
        long blindVersion = session.save(blind);
        session.save(set("count", "3"), set("cart", "pear"));
        for (int i = 0; i < 3; i++) {
            elapse(Duration.ofMinutes(5));
            session.save(set("step", "" + i));
        }
        Snapshot before = Snapshot.of(session);

        assertOldAnswerOrStale(firstVersion, session, first);
        assertOldAnswerOrStale(blindVersion, session, blind);

        before.assertUnchanged(session);
    }

    @Test
    default void whoIsToldToBeStaleMayTryAgainFromTheVersionNamed() {
        Probe session = Probe.stored(store());
        long old = session.found().version();
        for (int i = 0; i < 200; i++) {
            session.save(set("step", "" + i));
        }

        CommitReply reply = session.store().commit(session.updateSince(old, set("cart", "apple")));
        if (reply.status() == CommitReply.Status.STALE) {
            assertEquals(session.found().version(), reply.version());
            assertEquals(Map.of("step", "199"), session.texts());
            session.save(session.updateSince(reply.version(), set("cart", "apple")));
        }

        assertEquals(Map.of("step", "199", "cart", "apple"), session.texts());
    }

    @Test
    default void aSlowFirstArrivalIsAppliedWhileTheStoreRemembersEnough() {
        Probe session = Probe.stored(store(), set("count", "1"));
        CommitRequest slow = session.update(set("count", "2").ifVersion(version(session, "count")));
        for (int i = 1; i < Probe.REMEMBERED; i++) {
            session.save(set("step", "" + i));
        }

        session.save(slow);

        assertEquals(Map.of("count", "2", "step", "31"), session.texts());
    }

    @Test
    default void writesOfDifferentSessionsAreNotTakenForEachOther() {
        Probe one = Probe.stored(store());
        Probe other = Probe.stored(store());
        CommitRequest write = one.update(set("cart", "apple"));
        one.save(write);

        other.save(new CommitRequest(
                write.kind(),
                other.id(),
                other.secret(),
                write.writeId(),
                other.found().version(),
                write.timeouts(),
                write.limits(),
                null,
                null,
                write.changes()));

        assertEquals(Map.of("cart", "apple"), other.texts());
    }

    @Test
    default void everyWriteIdIsRemembered() {
        Probe session = Probe.stored(store());
        for (long writeId :
                new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1, 0x0d0a_000d_0a00L}) {
            CommitRequest write = CommitRequest.update(
                            session.id(),
                            session.secret(),
                            writeId,
                            session.found().version(),
                            Probe.TIMEOUTS,
                            Probe.LIMITS)
                    .withChanges(List.of(set("cart", "" + writeId)));
            long version = session.save(write);
            assertEquals(Map.of("cart", "" + writeId), session.texts(), "taken for another write");
            session.save(set("cart", "later"));

            assertEquals(version, session.save(write));
            assertEquals(Map.of("cart", "later"), session.texts());
        }
    }

    @Test
    default void ofParallelArrivalsOfOneWriteOneCounts() {
        SessionStore one = store();
        SessionStore other = store();
        for (int round = 0; round < 20; round++) {
            Probe session = Probe.stored(one, set("count", "1"));
            CommitRequest increment = session.update(set("count", "2").ifVersion(version(session, "count")));
            List<Callable<Long>> arrivals = Collections.nCopies(4, () -> session.save(increment));
            List<Callable<Long>> elsewhere =
                    Collections.nCopies(4, () -> session.through(other).save(increment));
            List<Callable<Long>> all = new ArrayList<>(arrivals);
            all.addAll(elsewhere);

            Set<Long> versions = new HashSet<>(Parallel.run(all));

            assertEquals(Set.of(session.found().version()), versions);
        }
    }

    private static long version(Probe session, String field) {
        return session.field(field).version();
    }

    private static void assertOldAnswerOrStale(long version, Probe session, CommitRequest request) {
        CommitReply reply = session.store().commit(request);
        assertTrue(
                reply.status() == CommitReply.Status.STALE
                        || (reply.status() == CommitReply.Status.SAVED && reply.version() == version),
                () -> "stale, or saved with its first version " + version + ", but not " + reply.status() + " "
                        + reply.version());
    }
}
