package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.SessionSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be done with a session by its id alone: telling of it, and ending it on behalf of its owner. */
interface OwnedTests extends SessionStoreFixture {
    @Test
    default void aSummaryTellsWhatIsStored() {
        Probe session = owned("user-42");
        SessionRecord stored = session.found();

        SessionSummary summary = summary(session).orElseThrow();

        assertEquals(stored.created(), summary.created());
        assertEquals(stored.idleDeadline(), summary.idleDeadline());
        assertEquals(stored.absoluteDeadline(), summary.absoluteDeadline());
        assertEquals("user-42", summary.owner());
        assertNull(summary(Probe.stored(store())).orElseThrow().owner());
    }

    @Test
    default void aSummaryTouchesNothing() {
        Probe session = owned("user-42");
        Snapshot before = Snapshot.of(session);
        elapse(Duration.ofMinutes(10));

        summary(session);

        before.assertUnchanged(session);
    }

    @Test
    default void thereIsNoSummaryOfWhatIsOver() {
        Probe expired = owned("user-42");
        elapse(Probe.IDLE);
        Probe ended = owned("user-42");
        ended.end();

        for (Probe session : List.of(expired, ended, Probe.unstored(store()))) {
            assertEquals(Optional.empty(), summary(session));
        }
    }

    @Test
    default void anOwnerEndsASessionForGoodWithoutItsSecret() {
        Probe session = Probe.unstored(store());
        CommitRequest creation = session.creation(set("cart", "apple")).withOwner("user-42");
        long version = session.save(creation);

        assertTrue(session.store().endOwned(session.id(), "user-42"));

        assertEquals(LoadReply.Status.UNKNOWN, session.through(store()).peek().status());
        assertEquals(List.of(), remainsOf(session.id()), "left in the store");
        for (CommitRequest late : List.of(creation, session.updateSince(version, set("cart", "pear")))) {
            session.refuse(CommitReply.Status.ENDED, late);
            assertEquals(LoadReply.Status.UNKNOWN, session.peek().status());
        }
    }

    @Test
    default void nobodyElseEndsIt() {
        Probe session = owned("user-42");
        Probe anonymous = Probe.stored(store());
        Snapshot before = Snapshot.of(session);

        for (String stranger : List.of("user-4", "user-420", "User-42", " user-42")) {
            assertFalse(session.store().endOwned(session.id(), stranger));
            assertFalse(anonymous.store().endOwned(anonymous.id(), stranger));
        }

        before.assertUnchanged(session);
        anonymous.found();
    }

    @Test
    default void endingForTheOwnerMayBeRepeated() {
        Probe session = owned("user-42");
        Probe expired = owned("user-42");
        elapse(Probe.IDLE);
        Probe unstored = Probe.unstored(store());

        for (Probe gone : List.of(session, session, expired, unstored)) {
            assertTrue(gone.store().endOwned(gone.id(), "user-42"));
            gone.assertOver();
        }
    }

    private Probe owned(String owner) {
        Probe session = Probe.unstored(store());
        session.save(session.creation(set("cart", "apple")).withOwner(owner));
        return session;
    }

    private static Optional<SessionSummary> summary(Probe session) {
        return session.store().describe(session.id());
    }
}
