package dev.unpin.testkit.idempotency;

import static dev.unpin.testkit.idempotency.Calls.PAST_THE_LEASE;
import static dev.unpin.testkit.idempotency.Calls.PAYLOAD;
import static dev.unpin.testkit.idempotency.Calls.assertLost;
import static dev.unpin.testkit.idempotency.Calls.assertOk;
import static dev.unpin.testkit.idempotency.Calls.left;
import static dev.unpin.testkit.idempotency.Calls.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that arrive twice, because their answer was lost, or long after they were sent. */
interface LateTests extends IdempotencyStoreFixture {
    @Test
    default void aBeginThatArrivesAgainGetsTheSameClaim() {
        Calls calls = new Calls(store());
        BeginRequest request = calls.request(PAYLOAD, BeginRequest.Intent.RUN_UNLESS_LAPSED);
        Claim claim = calls.begin(request).claim();
        elapse(Duration.ofSeconds(20));

        BeginReply again = calls.begin(request);

        assertEquals(BeginReply.Status.RUN, again.status());
        assertEquals(claim, again.claim());
        elapse(Duration.ofSeconds(20));
        assertEquals(BeginReply.Status.BUSY, calls.begin().status(), "the lease counts from the last arrival");
    }

    @Test
    default void aBeginThatArrivesAgainPastItsLeaseGetsTheSameClaimIfNobodyTookOver() {
        Calls calls = new Calls(store());
        BeginRequest request = calls.request(PAYLOAD, BeginRequest.Intent.RUN_UNLESS_LAPSED);
        Claim claim = calls.begin(request).claim();
        elapse(PAST_THE_LEASE);
        assertEquals(claim, calls.begin(request).claim());
        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
    }

    @Test
    default void aTakeoverThatArrivesAgainIsStillATakeover() {
        Calls calls = new Calls(store());
        assertOk(calls.checkpoint(calls.claim(), "step", 1, "left"));
        elapse(PAST_THE_LEASE);
        BeginRequest request = calls.request(PAYLOAD, BeginRequest.Intent.RUN);
        Claim claim = calls.begin(request).claim();

        BeginReply again = calls.begin(request);

        assertEquals(BeginReply.Status.TAKEOVER, again.status());
        assertEquals(claim, again.claim());
        assertEquals("left", left(again, "step"));
    }

    @Test
    default void aBeginThatArrivesAfterItsRunHasEndedRevivesNothing() {
        IdempotencyStore store = store();
        for (Ending ending : Ending.values()) {
            Calls calls = new Calls(store);
            BeginRequest request = calls.request(PAYLOAD, BeginRequest.Intent.RUN);
            assertOk(store.giveUp(calls.begin(request).claim(), ending));
            assertEquals(BeginReply.Status.LATE, calls.begin(request).status());
            assertEquals(2, calls.begin().claim().attempt());
        }
    }

    @Test
    default void aBeginThatArrivesAfterItsRunHasFinishedGetsTheResult() {
        Calls calls = new Calls(store());
        BeginRequest request = calls.request(PAYLOAD, BeginRequest.Intent.RUN);
        assertOk(calls.complete(calls.begin(request).claim(), "done"));
        assertEquals("done", text(calls.begin(request).result()));
    }

    @Test
    default void aResultThatArrivesAgainIsTheOneThatIsStored() {
        Calls calls = new Calls(store());
        Claim claim = calls.claim();
        assertOk(calls.complete(claim, "done"));
        assertOk(calls.complete(claim, "done"));
        calls.assertReplays("done");
    }

    @Test
    default void whatArrivesAfterTheResultChangesNothing() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        Claim claim = calls.claim();
        assertOk(calls.complete(claim, "done"));

        assertOk(calls.renew(claim));
        assertOk(calls.checkpoint(claim, "step", 1, "late"));
        Calls.assertLostTo("done", store.giveUp(claim, Ending.RELEASED));
        Calls.assertLostTo("done", store.giveUp(claim, Ending.LAPSED));

        calls.assertReplays("done");
    }

    @Test
    default void anEndingThatArrivesAgainIsAnsweredAsBefore() {
        IdempotencyStore store = store();
        for (Ending ending : Ending.values()) {
            Calls calls = new Calls(store);
            Claim claim = calls.claim();
            assertOk(store.giveUp(claim, ending));
            assertOk(store.giveUp(claim, ending));
            assertLost(calls.renew(claim));
            assertLost(calls.complete(claim, "late"));
            assertEquals(2, calls.begin().claim().attempt());
            assertLost(store.giveUp(claim, ending));
        }
    }

    @Test
    default void aCheckpointThatArrivesLateDoesNotHideALaterOne() {
        Calls calls = new Calls(store());
        Claim first = calls.claim();
        assertOk(calls.checkpoint(first, "step", 2, "second"));
        assertOk(calls.checkpoint(first, "step", 1, "first"));
        elapse(PAST_THE_LEASE);
        BeginReply next = calls.begin();
        assertEquals("second", left(next, "step"));
        assertOk(calls.checkpoint(next.claim(), "step", 1, "of the next attempt"));
        elapse(PAST_THE_LEASE);
        assertEquals("of the next attempt", left(calls.begin(), "step"));
    }
}
