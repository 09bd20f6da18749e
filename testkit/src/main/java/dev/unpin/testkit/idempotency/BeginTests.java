package dev.unpin.testkit.idempotency;

import static dev.unpin.testkit.idempotency.Calls.LEASE;
import static dev.unpin.testkit.idempotency.Calls.OTHER_PAYLOAD;
import static dev.unpin.testkit.idempotency.Calls.PAST_THE_LEASE;
import static dev.unpin.testkit.idempotency.Calls.PAST_THE_RETENTION;
import static dev.unpin.testkit.idempotency.Calls.PAYLOAD;
import static dev.unpin.testkit.idempotency.Calls.RETENTION;
import static dev.unpin.testkit.idempotency.Calls.assertOk;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may run, in every state. */
interface BeginTests extends IdempotencyStoreFixture {
    @Test
    default void theFirstToAskRuns() {
        BeginReply reply = new Calls(store()).begin();

        assertEquals(BeginReply.Status.RUN, reply.status());
        assertEquals(1, reply.claim().attempt());
        assertEquals(PAYLOAD, reply.claim().fingerprint());
        assertEquals(Map.of(), reply.checkpoints());
    }

    @Test
    default void whileOneRunsOthersAreToldForHowLong() {
        Calls calls = new Calls(store());
        calls.claim();
        elapse(Duration.ofSeconds(10));

        BeginReply reply = calls.begin();

        assertEquals(BeginReply.Status.BUSY, reply.status());
        assertTrue(reply.leaseLeft().compareTo(LEASE.minusSeconds(10)) <= 0, reply.leaseLeft()::toString);
        assertTrue(reply.leaseLeft().compareTo(Duration.ZERO) > 0, reply.leaseLeft()::toString);
    }

    @Test
    default void anotherInstanceSeesTheSameRecord() {
        Calls here = new Calls(store());
        Calls there = new Calls(store(), here.record());
        Claim claim = here.claim();

        assertEquals(BeginReply.Status.BUSY, there.begin().status());
        assertOk(here.complete(claim, "done"));
        there.assertReplays("done");
    }

    @Test
    default void recordsDoNotTouchOneAnother() {
        IdempotencyStore store = store();
        Calls one = new Calls(store);
        Calls other = new Calls(store);
        assertOk(one.complete(one.claim(), "one"));

        assertOk(other.complete(other.claim(), "other"));

        one.assertReplays("one");
        other.assertReplays("other");
    }

    @Test
    default void anotherPayloadIsRefusedInEveryState() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim first = calls.claim();
        assertMismatch(calls, "RUNNING");
        assertOk(store.giveUp(first, Ending.RELEASED));
        assertMismatch(calls, "RELEASED");
        Claim second = calls.claim();
        assertOk(store.giveUp(second, Ending.LAPSED));
        assertMismatch(calls, "given up");
        calls.takeOver();
        elapse(PAST_THE_LEASE);
        assertMismatch(calls, "past the lease");
        assertOk(calls.complete(calls.takeOver(), "done"));
        assertMismatch(calls, "COMPLETED");
    }

    private static void assertMismatch(Calls calls, String state) {
        assertEquals(BeginReply.Status.MISMATCH, calls.begin(OTHER_PAYLOAD).status(), state);
        BeginRequest cautious = calls.request(OTHER_PAYLOAD, BeginRequest.Intent.RUN_UNLESS_LAPSED);
        assertEquals(BeginReply.Status.MISMATCH, calls.begin(cautious).status(), state);
    }

    @Test
    default void whatWasReleasedRunsAgainAndAttemptsCountOn() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim first = calls.claim();
        assertOk(store.giveUp(first, Ending.RELEASED));

        BeginReply second = calls.beginUnlessLapsed();

        assertEquals(BeginReply.Status.RUN, second.status());
        assertEquals(2, second.claim().attempt());
        assertTrue(second.claim().fence() > first.fence());
    }

    @Test
    default void whatWasGivenUpCanBeTakenOverAtOnce() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim first = calls.claim();
        assertOk(store.giveUp(first, Ending.LAPSED));

        assertEquals(BeginReply.Status.ABANDONED, calls.beginUnlessLapsed().status());
        Claim second = calls.takeOver();

        assertEquals(2, second.attempt());
        assertTrue(second.fence() > first.fence());
    }

    @Test
    default void anEndedLeaseIsTakenOverByTheNextToAsk() {
        Calls calls = new Calls(store());
        Claim first = calls.claim();
        elapse(PAST_THE_LEASE);

        assertEquals(BeginReply.Status.ABANDONED, calls.beginUnlessLapsed().status());
        Claim second = calls.takeOver();

        assertEquals(2, second.attempt());
        assertTrue(second.fence() > first.fence());
        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
        assertEquals(BeginReply.Status.BUSY, calls.beginUnlessLapsed().status());
    }

    @Test
    default void theLeaseIsNotTheRetention() {
        Calls calls = new Calls(store());
        assertOk(calls.complete(calls.claim(), "done"));
        elapse(PAST_THE_LEASE);
        calls.assertReplays("done");
        elapse(RETENTION.minus(PAST_THE_LEASE).minusSeconds(5));
        calls.assertReplays("done");
    }

    @Test
    default void theRetentionCountsFromTheResult() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        for (int hours = 0; hours < 12; hours++) {
            elapse(Duration.ofHours(1));
            assertOk(calls.renew(claim));
        }
        assertOk(calls.complete(claim, "done"));
        elapse(RETENTION.minusSeconds(5));
        calls.assertReplays("done");
    }

    @Test
    default void aReplayTellsForHowLongItIsKept() {
        Calls calls = new Calls(store());
        assertOk(calls.complete(calls.claim(), "done"));
        elapse(Duration.ofHours(1));

        Duration left = calls.begin().retentionLeft();

        Duration most = RETENTION.minusHours(1);
        assertTrue(left.compareTo(most) <= 0, left::toString);
        assertTrue(left.compareTo(most.minusMinutes(10)) > 0, left::toString);
    }

    @Test
    default void afterTheRetentionTheKeyIsFree() {
        Calls calls = new Calls(store());
        Claim first = calls.claim();
        assertOk(calls.checkpoint(first, "step", 1, "left"));
        assertOk(calls.complete(first, "done"));
        elapse(PAST_THE_RETENTION);

        BeginReply reply = calls.begin(OTHER_PAYLOAD);

        assertEquals(BeginReply.Status.RUN, reply.status());
        assertEquals(1, reply.claim().attempt());
        assertEquals(Map.of(), reply.checkpoints());
    }

    @Test
    default void anyBytesAreAResult() {
        Calls calls = new Calls(store());
        byte[] all = new byte[1024];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertOk(store().complete(calls.claim(), all, RETENTION));
        assertArrayEquals(all, calls.begin().result());
    }
}
