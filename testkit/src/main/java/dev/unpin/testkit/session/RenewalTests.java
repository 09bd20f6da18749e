package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Replacing the secret: one atomic step, after which the old one opens nothing. */
interface RenewalTests extends SessionStoreFixture {
    @Test
    default void theNewSecretOpensTheSameSession() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        Probe renewed = session.with(Probe.newSecret());

        long version = session.save(
                session.update(set("step", "2")).withOwner("user-42").withRenewal(renewed.renewal()));

        assertEquals(
                Map.of("cart", "apple", "step", "2"), renewed.through(store()).texts());
        assertEquals(version, renewed.found().version());
        assertEquals("user-42", renewed.found().owner());
        renewed.save(set("cart", "pear"));
    }

    @Test
    default void theOldSecretOpensNothingFromThenOn() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        Probe renewed = renew(session);
        Snapshot before = Snapshot.of(renewed);
        long version = before.session().version();

        assertEquals(LoadReply.Status.RENEWED, session.through(store()).peek().status());
        session.refuse(CommitReply.Status.RENEWED, session.updateSince(version, set("cart", "pear")));
        session.refuse(
                CommitReply.Status.RENEWED,
                session.updateSince(version)
                        .withRenewal(session.with(Probe.newSecret()).renewal()));
        assertEquals(EndReply.RENEWED, session.end());

        before.assertUnchanged(renewed);
    }

    @Test
    default void aWriteUnderWayThroughTheOldSecretIsRefused() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        CommitRequest slow = session.update(set("cart", "pear"));
        Probe renewed = renew(session);

        session.through(store()).refuse(CommitReply.Status.RENEWED, slow);

        assertEquals(Map.of("cart", "apple"), renewed.texts());
    }

    @Test
    default void theReplacedSecretIsToldApartOnlyWithinTheGrace() {
        Probe session = Probe.stored(store());
        Probe renewed = renew(session);

        elapse(Probe.GRACE.minusMinutes(1));
        assertEquals(LoadReply.Status.RENEWED, session.peek().status());
        elapse(Duration.ofMinutes(1));
        assertEquals(LoadReply.Status.FORGED, session.peek().status());

        session.refuse(
                CommitReply.Status.RENEWED, session.updateSince(renewed.found().version(), set("cart", "pear")));
        assertEquals(EndReply.FORGED, session.end());
        renewed.found();
    }

    @Test
    default void withoutGraceTheReplacedSecretIsForgedAtOnce() {
        Probe session = Probe.stored(store());
        Probe renewed = session.with(Probe.newSecret());
        session.save(session.update().withRenewal(new Renewal(renewed.secret(), Duration.ZERO)));

        assertEquals(LoadReply.Status.FORGED, session.peek().status());
        renewed.found();
    }

    @Test
    default void theReplacedSecretTouchesNothing() {
        Probe session = Probe.stored(store());
        Probe renewed = renew(session);
        Snapshot before = Snapshot.of(renewed);
        elapse(Duration.ofMinutes(2));

        session.load(Probe.IDLE, Duration.ZERO);

        before.assertUnchanged(renewed);
    }

    @Test
    default void onlyTheLastSecretOpensASessionRenewedTwice() {
        Probe first = Probe.stored(store(), set("cart", "apple"));
        Probe second = renew(first);
        Probe third = renew(second);

        assertEquals(LoadReply.Status.RENEWED, second.peek().status());
        assertNotEquals(LoadReply.Status.FOUND, first.peek().status());
        long version = third.found().version();
        first.refuse(CommitReply.Status.RENEWED, first.updateSince(version, set("cart", "pear")));
        second.refuse(CommitReply.Status.RENEWED, second.updateSince(version, set("cart", "pear")));
        assertEquals(Map.of("cart", "apple"), third.texts());
    }

    @Test
    default void ofTwoRenewalsTheSecondIsRefused() {
        Probe session = Probe.stored(store());
        long version = session.found().version();
        Probe one = session.with(Probe.newSecret());
        Probe other = session.with(Probe.newSecret());
        CommitRequest first = session.updateSince(version).withOwner("user-1").withRenewal(one.renewal());
        CommitRequest second = session.updateSince(version).withOwner("user-2").withRenewal(other.renewal());

        session.save(first);
        session.through(store()).refuse(CommitReply.Status.RENEWED, second);

        assertEquals("user-1", one.found().owner());
        assertEquals(LoadReply.Status.FORGED, other.peek().status());
    }

    @Test
    default void ofParallelRenewalsExactlyOneWins() {
        SessionStore one = store();
        SessionStore other = store();
        for (int round = 0; round < 20; round++) {
            Probe session = Probe.stored(one);
            long version = session.found().version();
            List<Probe> candidates = new ArrayList<>();
            List<Callable<CommitReply.Status>> renewals = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Probe candidate = session.with(Probe.newSecret());
                SessionStore store = i % 2 == 0 ? one : other;
                CommitRequest renewal =
                        session.updateSince(version).withOwner("user-" + i).withRenewal(candidate.renewal());
                candidates.add(candidate);
                renewals.add(() -> store.commit(renewal).status());
            }

            List<CommitReply.Status> replies = Parallel.run(renewals);

            assertEquals(1, Collections.frequency(replies, CommitReply.Status.SAVED));
            assertEquals(15, Collections.frequency(replies, CommitReply.Status.RENEWED));
            int winner = replies.indexOf(CommitReply.Status.SAVED);
            for (int i = 0; i < candidates.size(); i++) {
                LoadReply.Status expected = i == winner ? LoadReply.Status.FOUND : LoadReply.Status.FORGED;
                assertEquals(expected, candidates.get(i).peek().status());
            }
            assertEquals("user-" + winner, candidates.get(winner).found().owner());
        }
    }

    private Probe renew(Probe session) {
        Probe renewed = session.with(Probe.newSecret());
        session.save(session.update().withRenewal(renewed.renewal()));
        return renewed;
    }
}
