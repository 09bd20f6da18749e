package dev.unpin.testkit.idempotency;

import static dev.unpin.testkit.idempotency.Calls.PAST_THE_LEASE;
import static dev.unpin.testkit.idempotency.Calls.PAYLOAD;
import static dev.unpin.testkit.idempotency.Calls.assertOk;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import org.junit.jupiter.api.Test;

/** Saying afterwards what a run did that broke off. */
interface ResolutionTests extends IdempotencyStoreFixture {
    @Test
    default void whatBrokeOffIsResolvedWhateverItsPayload() {
        Calls calls = new Calls(store());
        calls.claim();
        elapse(PAST_THE_LEASE);

        Claim resolving = calls.resolve().claim();

        assertEquals(PAYLOAD, resolving.fingerprint());
        assertEquals(BeginReply.Status.BUSY, calls.begin().status());
        assertOk(calls.complete(resolving, "found"));
        calls.assertReplays("found");
    }

    @Test
    default void whatWasNotDoneIsReleased() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        assertOk(store.giveUp(calls.claim(), Ending.LAPSED));
        assertOk(store.giveUp(calls.resolve().claim(), Ending.RELEASED));
        assertEquals(BeginReply.Status.RUN, calls.beginUnlessLapsed().status());
    }

    @Test
    default void aResolutionBeginsNothing() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        assertEquals(BeginReply.Status.NOTHING, calls.resolve().status());
        Claim claim = calls.claim();
        assertEquals(BeginReply.Status.BUSY, calls.resolve().status());
        assertOk(store.giveUp(claim, Ending.RELEASED));
        assertEquals(BeginReply.Status.NOTHING, calls.resolve().status());
        assertOk(calls.complete(calls.claim(), "done"));
        assertEquals(BeginReply.Status.REPLAY, calls.resolve().status());
    }
}
