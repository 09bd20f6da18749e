package dev.unpin.testkit.session;

import static dev.unpin.testkit.session.Probe.set;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.SessionLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How large a session may become: exactly at the limit is allowed, and one more is not. */
interface LimitTests extends SessionStoreFixture {
    @Test
    default void aCreationMayReachTheLimitsAndNotPassThem() {
        // Names and values: 1 + 4 and 1 + 4 bytes.
        FieldChange[] fields = {set("a", "1234"), set("b", "1234")};

        Probe fits = Probe.unstored(store());
        fits.save(create(fits, new SessionLimits(2, 10), fields));

        Probe tooMany = Probe.unstored(store());
        tooMany.refuse(CommitReply.Status.TOO_MANY_KEYS, create(tooMany, new SessionLimits(1, 10), fields));
        Probe tooLarge = Probe.unstored(store());
        tooLarge.refuse(CommitReply.Status.TOO_LARGE, create(tooLarge, new SessionLimits(2, 9), fields));
    }

    @Test
    default void aChangeMayReachTheLimitsAndNotPassThem() {
        Probe session = Probe.stored(store(), set("a", "1234"));
        SessionLimits limits = new SessionLimits(2, 10);

        session.refuse(CommitReply.Status.TOO_LARGE, update(session, limits, set("b", "12345")));
        session.save(update(session, limits, set("b", "1234")));
        session.refuse(CommitReply.Status.TOO_MANY_KEYS, update(session, new SessionLimits(2, 1000), set("c", "")));

        assertEquals(Map.of("a", "1234", "b", "1234"), session.texts());
    }

    @Test
    default void namesCountToo() {
        Probe session = Probe.stored(store());
        SessionLimits limits = new SessionLimits(2, 64);

        session.refuse(CommitReply.Status.TOO_LARGE, update(session, limits, set("n".repeat(64), "1")));
        session.save(update(session, limits, set("n".repeat(64), "")));
    }

    @Test
    default void nothingButNamesAndValuesCounts() {
        Probe session = Probe.unstored(store());
        session.save(create(session, new SessionLimits(1, 2), set("a", "1")).withOwner("x".repeat(256)));

        for (int i = 0; i < 40; i++) {
            session.save(update(session, new SessionLimits(1, 2), set("a", "" + i % 10)));
        }
    }

    @Test
    default void aReplacedValueCountsOnce() {
        Probe session = Probe.stored(store(), set("a", "123456789"));
        SessionLimits limits = new SessionLimits(1, 10);

        session.save(update(session, limits, set("a", "987654321")));
        session.refuse(CommitReply.Status.TOO_LARGE, update(session, limits, set("a", "1234567890")));
        session.save(update(session, limits, set("a", "1")));
        session.save(update(session, limits, set("a", "123456789")));
    }

    @Test
    default void aRemovedValueCountsNoLonger() {
        Probe session = Probe.stored(store(), set("a", "1234"), set("b", "1234"));
        SessionLimits limits = new SessionLimits(2, 10);

        session.save(update(session, limits, FieldChange.remove("a"), set("c", "1234")));
        session.save(update(session, limits, FieldChange.remove("b")));
        session.save(update(session, limits, FieldChange.remove("b"), set("d", "1234")));
        session.refuse(CommitReply.Status.TOO_LARGE, update(session, limits, set("d", "12345")));

        assertEquals(Map.of("c", "1234", "d", "1234"), session.texts());
    }

    @Test
    default void totalsStayRightThroughManyChanges() {
        Probe session = Probe.stored(store());
        SessionLimits limits = new SessionLimits(4, 40);

        for (int i = 0; i < 60; i++) {
            String name = "" + i % 4;
            session.save(update(
                    session, limits, i % 7 == 3 ? FieldChange.remove(name) : set(name, "x".repeat(i % 10))));
        }
        session.save(update(
                session,
                limits,
                set("0", "x".repeat(9)),
                set("1", "x".repeat(9)),
                set("2", "x".repeat(9)),
                set("3", "x".repeat(9))));
        session.refuse(CommitReply.Status.TOO_LARGE, update(session, limits, set("3", "x".repeat(10))));
    }

    @Test
    default void whatIsRefusedForItsSizeChangesNothing() {
        Probe session = Probe.stored(store(), set("a", "1234"), set("b", "1234"));
        Snapshot before = Snapshot.of(session);
        Probe renewed = session.with(Probe.newSecret());
        elapse(Duration.ofMinutes(5));

        session.refuse(
                CommitReply.Status.TOO_MANY_KEYS,
                update(session, new SessionLimits(2, 1000), set("a", "5"), set("c", ""), set("d", ""))
                        .withOwner("user-42")
                        .withRenewal(renewed.renewal()));
        session.refuse(
                CommitReply.Status.TOO_LARGE,
                update(session, new SessionLimits(64, 20), FieldChange.remove("b"), set("c", "x".repeat(20)))
                        .withOwner("user-42")
                        .withRenewal(renewed.renewal()));

        before.assertUnchanged(session);
        assertEquals(LoadReply.Status.FORGED, renewed.peek().status());
    }

    @Test
    default void aConflictIsToldBeforeASize() {
        Probe session = Probe.stored(store(), set("a", "1234"));

        session.refuse(
                CommitReply.Status.CONFLICT,
                update(session, new SessionLimits(1, 1), set("a", "12345").ifVersion(FieldChange.ABSENT)));
    }

    private static CommitRequest create(Probe session, SessionLimits limits, FieldChange... fields) {
        return CommitRequest.create(session.id(), session.secret(), Probe.newWriteId(), Probe.TIMEOUTS, limits)
                .withChanges(List.of(fields));
    }

    private static CommitRequest update(Probe session, SessionLimits limits, FieldChange... changes) {
        return CommitRequest.update(
                        session.id(),
                        session.secret(),
                        Probe.newWriteId(),
                        session.found().version(),
                        Probe.TIMEOUTS,
                        limits)
                .withChanges(List.of(changes));
    }
}
