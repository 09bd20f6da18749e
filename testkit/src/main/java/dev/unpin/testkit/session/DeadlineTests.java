package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How long a session lives, by the store's clock. Real servers' clocks run on meanwhile, so steps are minutes. */
interface DeadlineTests extends SessionStoreFixture {
    @Test
    default void aNewSessionHasBothDeadlinesFromItsCreationOn() {
        SessionRecord session = Probe.stored(store()).found();

        assertEquals(session.created().plus(Probe.IDLE), session.idleDeadline());
        assertEquals(session.created().plus(Probe.ABSOLUTE), session.absoluteDeadline());
    }

    @Test
    default void anUnusedSessionEndsAtItsIdleDeadline() {
        Probe session = Probe.stored(store(), set("cart", "apple"));

        elapse(Probe.IDLE.minusMinutes(1));
        assertEquals(Map.of("cart", "apple"), session.texts());

        elapse(Duration.ofMinutes(1));
        session.assertOver();
    }

    @Test
    default void aSessionInUseOutlivesItsFirstIdleDeadline() {
        Probe session = Probe.stored(store());

        for (int i = 0; i < 4; i++) {
            elapse(Duration.ofMinutes(20));
            assertEquals(
                    LoadReply.Status.FOUND,
                    session.load(Probe.IDLE, Duration.ofMinutes(1)).status());
        }
    }

    @Test
    default void aTouchMovesTheIdleDeadlineToTheIdleTimeoutFromNow() {
        Probe session = Probe.stored(store());
        elapse(Duration.ofMinutes(10));

        SessionRecord shown = session.load(Probe.IDLE, Duration.ofMinutes(1)).session();

        Instant earliest = shown.created().plus(Duration.ofMinutes(10)).plus(Probe.IDLE);
        assertBetween(earliest, shown.idleDeadline(), earliest.plus(Duration.ofMinutes(5)));
        assertEquals(shown.idleDeadline(), session.found().idleDeadline(), "the touch is stored as it was shown");
    }

    @Test
    default void aTouchThatMovesTooLittleIsNotWritten() {
        Probe session = Probe.stored(store());
        Snapshot before = Snapshot.of(session);
        elapse(Duration.ofMinutes(10));

        SessionRecord shown = session.load(Probe.IDLE, Duration.ofMinutes(20)).session();

        assertEquals(before.session().idleDeadline(), shown.idleDeadline());
        before.assertUnchanged(session);
    }

    @Test
    default void throttlingLooksAtTheDeadlineAndNotAtTheLastUse() {
        Probe session = Probe.stored(store());
        Instant before = session.found().idleDeadline();

        for (int i = 0; i < 3; i++) {
            elapse(Duration.ofMinutes(5));
            session.load(Probe.IDLE, Duration.ofMinutes(12));
        }

        assertTrue(session.found().idleDeadline().isAfter(before.plus(Duration.ofMinutes(12))));
    }

    @Test
    default void aTouchIsNoCommit() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        SessionRecord before = session.found();
        elapse(Duration.ofMinutes(10));

        SessionRecord after = session.load(Probe.IDLE, Duration.ZERO).session();

        assertEquals(before.version(), after.version());
        assertTrue(after.idleDeadline().isAfter(before.idleDeadline()));
    }

    @Test
    default void everyCommitMovesTheIdleDeadline() {
        Probe session = Probe.stored(store());
        elapse(Duration.ofMinutes(20));

        session.save();

        elapse(Duration.ofMinutes(20));
        session.found();
        elapse(Duration.ofMinutes(11));
        session.assertOver();
    }

    @Test
    default void noLoadMovesADeadlineBack() {
        Probe session = Probe.stored(store());
        Snapshot before = Snapshot.of(session);

        session.load(Duration.ofMinutes(1), Duration.ZERO);

        before.assertUnchanged(session);
    }

    @Test
    default void noCommitMovesADeadlineBack() {
        Probe session = Probe.stored(store());
        SessionRecord before = session.found();
        SessionTimeouts shorter = new SessionTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(2));

        session.save(CommitRequest.update(
                session.id(), session.secret(), Probe.newWriteId(), before.version(), shorter, Probe.LIMITS));

        SessionRecord after = session.found();
        assertEquals(before.idleDeadline(), after.idleDeadline());
        assertEquals(before.absoluteDeadline(), after.absoluteDeadline());
    }

    @Test
    default void noCommitMovesTheAbsoluteDeadline() {
        Probe session = Probe.stored(store());
        SessionRecord before = session.found();
        SessionTimeouts longer = new SessionTimeouts(Duration.ofDays(1), Duration.ofDays(2));

        session.save(CommitRequest.update(
                session.id(), session.secret(), Probe.newWriteId(), before.version(), longer, Probe.LIMITS));

        SessionRecord after = session.found();
        assertEquals(before.absoluteDeadline(), after.absoluteDeadline());
        assertFalse(after.idleDeadline().isAfter(after.absoluteDeadline()));
    }

    @Test
    default void noUseCarriesASessionPastItsAbsoluteDeadline() {
        Probe session = Probe.unstored(store());
        SessionTimeouts timeouts = new SessionTimeouts(Probe.IDLE, Duration.ofMinutes(40));
        session.save(CommitRequest.create(session.id(), session.secret(), Probe.newWriteId(), timeouts, Probe.LIMITS));

        elapse(Duration.ofMinutes(20));
        SessionRecord touched = session.load(Probe.IDLE, Duration.ofMinutes(1)).session();
        assertEquals(touched.absoluteDeadline(), touched.idleDeadline(), "a touch stops at the absolute deadline");
        elapse(Duration.ofMinutes(19));
        session.save();
        assertEquals(
                touched.absoluteDeadline(), session.found().idleDeadline(), "a commit stops at the absolute deadline");

        elapse(Duration.ofMinutes(1));
        session.assertOver();
        session.refuse(CommitReply.Status.ENDED, session.updateSince(touched.version()));
    }

    @Test
    default void nothingIsCommittedToASessionPastItsDeadline() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        long version = session.found().version();
        elapse(Probe.IDLE);

        for (CommitRequest late : List.of(
                session.updateSince(version),
                session.updateSince(version, set("cart", "pear")),
                session.updateSince(version, set("cart", "pear").ifVersion(version)))) {
            session.refuse(CommitReply.Status.ENDED, late);
            session.assertOver();
        }
    }

    private static void assertBetween(Instant earliest, Instant actual, Instant latest) {
        assertTrue(
                !actual.isBefore(earliest) && !actual.isAfter(latest),
                () -> actual + " is not between " + earliest + " and " + latest);
    }
}
