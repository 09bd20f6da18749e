package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SessionRecord;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reading a session: who sees it, and what. */
interface LoadTests extends SessionStoreFixture {
    @Test
    default void everyInstanceFindsAStoredSession() {
        Probe session = Probe.unstored(store());
        long version = session.save(session.creation(set("cart", "apple"), set("step", "2")));

        SessionRecord found = session.through(store()).found();

        assertEquals(Map.of("cart", "apple", "step", "2"), Probe.texts(found));
        assertEquals(version, found.version());
        found.fields().values().forEach(field -> assertEquals(version, field.version()));
        assertNull(found.owner());
    }

    @Test
    default void aSessionThatWasNeverStoredIsUnknown() {
        LoadReply reply = Probe.unstored(store()).peek();

        assertEquals(LoadReply.Status.UNKNOWN, reply.status());
        assertThrows(IllegalStateException.class, reply::session);
    }

    @Test
    default void readingStoresNothing() {
        Probe session = Probe.unstored(store());
        session.load(Probe.IDLE, Duration.ZERO);

        assertEquals(LoadReply.Status.UNKNOWN, session.peek().status());
        session.save(session.creation());
    }

    @Test
    default void aWrongSecretSeesNothing() {
        Probe session = Probe.stored(store(), set("cart", "apple"));

        LoadReply reply = session.with(Probe.newSecret()).peek();

        assertEquals(LoadReply.Status.FORGED, reply.status());
        assertThrows(IllegalStateException.class, reply::session);
    }

    @Test
    default void theSecretOfAnotherSessionSeesNothing() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        Probe other = Probe.stored(store(), set("cart", "pear"));

        assertEquals(
                LoadReply.Status.FORGED, session.with(other.secret()).peek().status());
        assertEquals(Map.of("cart", "pear"), other.texts());
    }

    @Test
    default void aWrongSecretTouchesNothing() {
        Probe session = Probe.stored(store());
        Snapshot before = Snapshot.of(session);
        elapse(Duration.ofMinutes(20));

        session.with(Probe.newSecret()).load(Probe.IDLE, Duration.ZERO);

        before.assertUnchanged(session);
        elapse(Duration.ofMinutes(11));
        session.assertOver();
    }

    @Test
    default void aWrongSecretLearnsNothingOfASessionThatIsOver() {
        Probe session = Probe.stored(store(), set("cart", "apple"));
        elapse(Probe.IDLE.plusSeconds(1));

        session.with(Probe.newSecret()).assertOver();
    }

    @Test
    default void sessionsAreIndependent() {
        Probe one = Probe.stored(store(), set("cart", "apple"));
        Probe other = Probe.stored(store(), set("cart", "pear"));

        one.save(set("cart", "plum"));
        other.end();

        assertEquals(Map.of("cart", "plum"), one.texts());
    }

    @Test
    default void aStoreThatServesAnswersPings() {
        assertDoesNotThrow(() -> store().ping());
    }
}
