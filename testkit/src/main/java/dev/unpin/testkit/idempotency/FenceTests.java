package dev.unpin.testkit.idempotency;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fences only rise. */
interface FenceTests extends IdempotencyStoreFixture {
    @Test
    default void fencesRiseOverReleaseTakeoverAndExpiry() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        List<Long> fences = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            Claim released = calls.claim();
            fences.add(released.fence());
            store.giveUp(released, Ending.RELEASED);
            fences.add(calls.claim().fence());
            elapse(Calls.PAST_THE_LEASE);
            Claim last = calls.takeOver();
            fences.add(last.fence());
            calls.complete(last, "done");
            elapse(Calls.PAST_THE_RETENTION);
        }
        assertRising(fences);
    }

    @Test
    default void fencesRiseAlthoughTheClockIsPutBack() {
        IdempotencyStore store = store();
        Calls calls = new Calls(store);
        List<Long> fences = new ArrayList<>();
        fences.add(calls.claim().fence());
        elapse(Calls.PAST_THE_RETENTION);
        fences.add(calls.claim().fence());
        elapse(Duration.ofHours(1));
        for (int round = 0; round < 3; round++) {
            Claim claim = calls.takeOver();
            fences.add(claim.fence());
            store.giveUp(claim, Ending.LAPSED);
            elapse(Duration.ofHours(-1));
            Claim back = calls.takeOver();
            fences.add(back.fence());
            store.giveUp(back, Ending.LAPSED);
            elapse(Duration.ofHours(1));
        }
        assertRising(fences);
    }

    @Test
    default void fencesAreWholeNumbersAlsoInJavaScript() {
        Claim claim = new Calls(store()).claim();
        assertTrue(claim.fence() < 1L << 53);
        assertTrue(claim.fence() > Instant.parse("2020-01-01T00:00:00Z").toEpochMilli(), "time, not a counter");
    }

    private static void assertRising(List<Long> fences) {
        for (int i = 1; i < fences.size(); i++) {
            assertTrue(fences.get(i) > fences.get(i - 1), fences::toString);
        }
    }
}
