package dev.unpin.testkit.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.StoredKeyRing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Every promise of {@link KeyRingStore}, as tests. To run it against a driver of one's own, implement this interface in
 * a test class; JUnit makes one instance of it per test.
 */
public interface KeyRingStoreContract {
    /**
     * Returns a store on the data of this test, empty at first. Several calls stand for several instances of a service.
     *
     * @return a store that sees what the others of this test have stored
     */
    KeyRingStore store();

    /**
     * Lets the stores' time pass without waiting.
     *
     * @param duration by how much
     */
    void elapse(Duration duration);

    /**
     * Tells how often the stores of this test have asked their server so far.
     *
     * @return a count that only rises, or empty for a store without a server
     */
    OptionalLong roundTrips();

    /** Nothing stored has version 0. */
    @Test
    default void anEmptyStoreHasVersionZeroAndNoBytes() {
        StoredKeyRing ring = store().load();

        assertEquals(0, ring.version());
        assertEquals(0, ring.content().length);
    }

    /** Versions count from 1, and bytes come back as they went. */
    @Test
    default void everyByteComesBackToEveryInstance() {
        byte[] content = new byte[1_024];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) i;
        }

        StoredKeyRing replaced = store().replace(0, content);
        StoredKeyRing loaded = store().load();

        assertEquals(1, replaced.version());
        assertArrayEquals(content, replaced.content());
        assertEquals(1, loaded.version());
        assertArrayEquals(content, loaded.content());
    }

    /** The largest ring fits. */
    @Test
    default void theLargestRingFits() {
        byte[] content = new byte[StoredKeyRing.MAX_BYTES];
        Arrays.fill(content, (byte) 0xff);

        store().replace(0, content);

        assertArrayEquals(content, store().load().content());
    }

    /** Whoever is late gets what is there, and changes nothing. */
    @Test
    default void onlyTheRingThatWasReadIsReplaced() {
        KeyRingStore store = store();
        store.replace(0, new byte[] {1});
        store.replace(1, new byte[] {2});

        for (long notCurrent : new long[] {0, 1, 3, Long.MAX_VALUE}) {
            StoredKeyRing there = store().replace(notCurrent, new byte[] {9});
            assertEquals(2, there.version(), "after expecting " + notCurrent);
            assertArrayEquals(new byte[] {2}, there.content());
        }

        assertEquals(2, store.load().version());
        assertArrayEquals(new byte[] {2}, store.load().content());
    }

    /** A store that has lost its data takes no ring for the next version of what it does not have. */
    @Test
    default void anEmptyStoreTakesTheFirstVersionOnly() {
        StoredKeyRing there = store().replace(5, new byte[] {9});

        assertEquals(0, there.version());
        assertEquals(0, store().load().version());
    }

    /**
     * Of many instances that replace the same version, one wins and all learn the same.
     *
     * @throws Exception if the threads are interrupted or fail
     */
    @Test
    default void ofManyAtOnceExactlyOneWins() throws Exception {
        int count = 16;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            for (long version = 0; version < 10; version++) {
                long expected = version;
                CyclicBarrier start = new CyclicBarrier(count);
                List<Callable<StoredKeyRing>> calls = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    byte[] content = {(byte) version, (byte) i};
                    calls.add(() -> {
                        start.await(1, TimeUnit.MINUTES);
                        return store().replace(expected, content);
                    });
                }
                List<Future<StoredKeyRing>> replies = threads.invokeAll(calls);
                StoredKeyRing winner = store().load();
                assertEquals(version + 1, winner.version());
                for (Future<StoredKeyRing> reply : replies) {
                    assertEquals(version + 1, reply.get().version());
                    assertArrayEquals(winner.content(), reply.get().content());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** All instances are told one time, that does not go back. */
    @Test
    default void timeIsTheStoresAndPasses() {
        Instant before = store().load().readAt();
        elapse(Duration.ofHours(1));
        Instant afterAnHour = store().replace(0, new byte[] {1}).readAt();
        Instant last = store().load().readAt();

        assertFalse(afterAnHour.isBefore(before.plus(Duration.ofHours(1))), "an hour has passed");
        assertTrue(afterAnHour.isBefore(before.plus(Duration.ofHours(2))), "no more than an hour has passed");
        assertFalse(last.isBefore(afterAnHour), "time does not go back");
    }

    /** A ring has no end. */
    @Test
    default void aRingStaysForEver() {
        store().replace(0, new byte[] {1});

        elapse(Duration.ofDays(1_000));

        assertEquals(1, store().load().version());
    }

    /** Each call is one round trip. */
    @Test
    default void everyCallIsOneRoundTrip() {
        KeyRingStore store = store();
        store.load();
        store.replace(0, new byte[] {1});
        store.ping();

        assertCost(1, store::load);
        assertCost(1, () -> store.replace(1, new byte[] {2}));
        assertCost(1, () -> store.replace(1, new byte[] {3}));
        assertCost(1, store::ping);
    }

    private void assertCost(long expected, Runnable call) {
        OptionalLong before = roundTrips();
        call.run();
        before.ifPresent(count -> assertEquals(expected, roundTrips().orElse(count) - count, "round trips"));
    }
}
