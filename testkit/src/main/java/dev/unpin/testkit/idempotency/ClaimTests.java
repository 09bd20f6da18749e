package dev.unpin.testkit.idempotency;

import static dev.unpin.testkit.idempotency.Calls.LEASE;
import static dev.unpin.testkit.idempotency.Calls.PAST_THE_LEASE;
import static dev.unpin.testkit.idempotency.Calls.assertLost;
import static dev.unpin.testkit.idempotency.Calls.assertLostTo;
import static dev.unpin.testkit.idempotency.Calls.assertOk;
import static dev.unpin.testkit.idempotency.Calls.left;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a claim may do, and what it may no longer do once it is lost. */
interface ClaimTests extends IdempotencyStoreFixture {
    @Test
    default void aRenewedLeaseHolds() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        elapse(Duration.ofSeconds(20));
        assertOk(calls.renew(claim));
        elapse(Duration.ofSeconds(20));
        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
        elapse(Duration.ofSeconds(11));
        calls.takeOver();
    }

    @Test
    default void aRenewalNeverShortensTheLease() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        assertOk(store().renew(claim, Duration.ofSeconds(1), Calls.RETENTION));
        elapse(Duration.ofSeconds(5));
        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
    }

    @Test
    default void whoWokeUpLateMayStillFinishIfNobodyTookOver() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        elapse(PAST_THE_LEASE);
        assertOk(calls.checkpoint(claim, "step", 1, "late"));
        assertOk(calls.complete(claim, "late, but first"));
        calls.assertReplays("late, but first");
    }

    @Test
    default void whoWokeUpLateMayStillRenewIfNobodyTookOver() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        elapse(PAST_THE_LEASE);
        assertOk(calls.renew(claim));
        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
    }

    @Test
    default void theLoserIsRefusedWhileTheWinnerRuns() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim loser = calls.claim();
        elapse(PAST_THE_LEASE);
        Claim winner = calls.takeOver();

        assertLostButRunning(calls.renew(loser));
        assertLostButRunning(calls.checkpoint(loser, "step", 1, "too late"));
        assertLostButRunning(calls.complete(loser, "too late"));
        assertLostButRunning(store.giveUp(loser, Ending.RELEASED));
        assertLostButRunning(store.giveUp(loser, Ending.LAPSED));

        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
        assertOk(calls.complete(winner, "winner"));
        calls.assertReplays("winner");
    }

    private static void assertLostButRunning(ClaimReply reply) {
        assertLost(reply);
        assertEquals(Optional.empty(), reply.result());
        assertTrue(reply.leaseLeft().compareTo(Duration.ZERO) > 0, reply.leaseLeft()::toString);
        assertTrue(reply.leaseLeft().compareTo(LEASE) <= 0, reply.leaseLeft()::toString);
    }

    @Test
    default void theLoserIsToldTheWinnersResult() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim loser = calls.claim();
        elapse(PAST_THE_LEASE);
        assertOk(calls.complete(calls.takeOver(), "winner"));

        assertLostTo("winner", calls.renew(loser));
        assertLostTo("winner", calls.checkpoint(loser, "step", 1, "too late"));
        assertLostTo("winner", calls.complete(loser, "too late"));
        assertLostTo("winner", store.giveUp(loser, Ending.RELEASED));
        assertLostTo("winner", store.giveUp(loser, Ending.LAPSED));

        calls.assertReplays("winner");
    }

    @Test
    default void theLoserDoesNotBringBackWhatTheWinnerReleased() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim loser = calls.claim();
        elapse(PAST_THE_LEASE);
        assertOk(store.giveUp(calls.takeOver(), Ending.RELEASED));

        assertLost(calls.renew(loser));
        assertLost(calls.complete(loser, "too late"));

        assertEquals(3, calls.claim().attempt());
    }

    @Test
    default void checkpointsAreSeenByLaterAttempts() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim first = calls.claim();
        assertOk(calls.checkpoint(first, "charge", 1, "ch_1"));
        assertOk(calls.checkpoint(first, "mail", 2, "queued"));
        assertOk(calls.checkpoint(first, "mail", 3, "sent"));
        elapse(PAST_THE_LEASE);

        BeginReply second = calls.begin();
        assertEquals(BeginReply.Status.TAKEOVER, second.status());
        assertEquals(2, second.checkpoints().size());
        assertEquals("ch_1", left(second, "charge"));
        assertEquals("sent", left(second, "mail"));

        assertOk(calls.checkpoint(second.claim(), "charge", 1, ""));
        assertOk(store.giveUp(second.claim(), Ending.RELEASED));
        BeginReply third = calls.begin();
        assertEquals("", left(third, "charge"));
        assertEquals("sent", left(third, "mail"));
    }

    @Test
    default void aClaimWithTheRightFenceOfAnotherOwnerIsLost() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        Claim forged = new Claim(claim.id(), claim.fingerprint(), Calls.owner(), claim.fence(), claim.attempt());
        assertLost(calls.complete(forged, "not mine"));
        assertOk(calls.complete(claim, "mine"));
    }

    @Test
    default void aClaimOfTheRightOwnerWithAnEarlierFenceIsLost() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        BeginRequest request = calls.request(Calls.PAYLOAD, BeginRequest.Intent.RUN);
        Claim early = calls.begin(request).claim();
        elapse(Calls.PAST_THE_RETENTION);
        Claim late = calls.begin(request).claim();
        assertEquals(early.owner(), late.owner());
        assertTrue(late.fence() > early.fence());

        assertLost(calls.renew(early));
        assertLost(calls.checkpoint(early, "step", 1, "early"));
        assertLost(store.giveUp(early, Ending.RELEASED));
        assertLost(calls.complete(early, "early"));

        assertOk(calls.complete(late, "late"));
        calls.assertReplays("late");
    }

    @Test
    default void aRecordThatTheStoreHasLostIsRestoredByItsOwnRun() {
        Calls completed = new Calls(store());
        Calls renewed = new Calls(store());
        Calls released = new Calls(store());
        Claim one = completed.claim();
        Claim other = renewed.claim();
        Claim third = released.claim();
        elapse(Calls.PAST_THE_RETENTION);

        assertOk(completed.complete(one, "done"));
        assertOk(renewed.renew(other));
        assertOk(store().giveUp(third, Ending.RELEASED));

        completed.assertReplays("done");
        assertEquals(BeginReply.Status.BUSY, renewed.begin().status());
        assertEquals(1, released.claim().attempt());
    }

    @Test
    default void aRecordThatTheStoreHasLostIsNotRestoredAgainstALaterRun() {
        Calls calls = new Calls(store());
        Claim old = calls.claim();
        elapse(Calls.PAST_THE_RETENTION);
        Claim later = calls.claim();
        assertLost(calls.complete(old, "old"));
        elapse(Calls.PAST_THE_RETENTION);

        assertLost(calls.renew(old));
        assertLost(calls.complete(old, "old"));
        assertOk(calls.complete(later, "later"));
        calls.assertReplays("later");
    }
}
