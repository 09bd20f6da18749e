package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Ending a session: at once, for good, and without a trace. */
interface EndTests extends SessionStoreFixture {
    @Test
    default void anEndedSessionIsUnknownEverywhere() {
        Probe session = Probe.stored(store(), set("cart", "apple"));

        assertEquals(EndReply.ENDED, session.end());

        assertGone(session);
        assertGone(session.through(store()));
    }

    @Test
    default void endingMayBeRepeated() {
        Probe session = Probe.stored(store());

        assertEquals(EndReply.ENDED, session.end());
        assertEquals(EndReply.ENDED, session.end());
        assertEquals(EndReply.ENDED, session.through(store()).end());
        assertEquals(EndReply.ENDED, session.with(Probe.newSecret()).end());
    }

    @Test
    default void endingWhatNeverWasStoresNothing() {
        Probe session = Probe.unstored(store());

        assertEquals(EndReply.ENDED, session.end());

        assertGone(session);
    }

    @Test
    default void endingWhatHasExpiredIsNoError() {
        Probe session = Probe.stored(store());
        elapse(Probe.IDLE.plus(Duration.ofMinutes(1)));

        assertEquals(EndReply.ENDED, session.end());
        session.assertOver();
    }

    @Test
    default void aWrongSecretEndsNothing() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        Snapshot before = Snapshot.of(session);

        assertEquals(EndReply.FORGED, session.with(Probe.newSecret()).end());

        before.assertUnchanged(session);
    }

    @Test
    default void aCreationThatArrivesAgainAfterTheEndNeverBringsTheSessionBack() {
        Probe session = Probe.unstored(store());
        CommitRequest creation = session.creation(set("cart", "apple"));
        session.save(creation);
        assertEquals(EndReply.ENDED, session.end());
        elapse(Duration.ofSeconds(30));

        session.refuse(CommitReply.Status.ENDED, creation);

        assertGone(session.through(store()));
    }

    @Test
    default void aCommitAfterTheEndNeverBringsTheSessionBack() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long version = session.found().version();
        CommitRequest repeated = session.updateSince(version, set("step", "1"));
        session.save(repeated);
        session.end();

        for (CommitRequest late : List.of(
                repeated,
                session.updateSince(version),
                session.updateSince(0, set("cart", "pear")),
                session.updateSince(version, set("cart", "pear").ifVersion(version)),
                session.updateSince(version, set("theme", "dark").ifVersion(FieldChange.ABSENT)),
                session.updateSince(version, FieldChange.remove("cart")),
                session.updateSince(version)
                        .withOwner("user-42")
                        .withRenewal(session.with(Probe.newSecret()).renewal()),
                session.with(Probe.newSecret()).updateSince(version, set("cart", "pear")))) {
            session.through(store()).refuse(CommitReply.Status.ENDED, late);
            assertGone(session);
        }
    }

    @Test
    default void aLoadAfterTheEndNeverBringsTheSessionBack() {
        Probe session = Probe.stored(store());
        session.end();

        session.load(Probe.IDLE, Duration.ZERO);

        assertGone(session);
    }

    @Test
    default void theEndedSessionStaysUnknownUnderEverySecretItHad() {
        Probe first = Probe.stored(store());
        Probe second = first.with(Probe.newSecret());
        first.save(first.update().withRenewal(second.renewal()));

        second.end();

        assertGone(first);
        assertGone(second);
    }

    @Test
    default void anEndWinsOverParallelCommits() {
        SessionStore one = store();
        SessionStore other = store();
        for (int round = 0; round < 20; round++) {
            Probe session = Probe.stored(one, set("cart", "apple"));
            long version = session.found().version();
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SessionStore store = i % 2 == 0 ? one : other;
                CommitRequest write = session.updateSince(version, set("field-" + i, "x".repeat(1000)));
                calls.add(() -> store.commit(write).status().name());
            }
            calls.add(4, () -> session.end().name());

            List<String> replies = Parallel.run(calls);

            assertEquals("ENDED", replies.get(4));
            assertTrue(List.of("SAVED", "ENDED").containsAll(replies), () -> "only saved or ended: " + replies);
            assertGone(session);
        }
    }

    private void assertGone(Probe session) {
        assertEquals(LoadReply.Status.UNKNOWN, session.peek().status());
        assertEquals(List.of(), remainsOf(session.id()), "left in the store");
    }
}
