package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.UnpinException;
import dev.unpin.concurrency.Lease;
import dev.unpin.concurrency.LeaseLostException;
import dev.unpin.concurrency.LockBusyException;
import dev.unpin.concurrency.Locks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Leases on top of the store. */
interface LeaseTests extends LockStoreFixture {
    Duration HOUR = Duration.ofHours(1);

    @Test
    @SuppressWarnings("try") // to close twice is what is tested
    default void whoHasALeaseHoldsTheLockUntilItIsClosed() {
        Locks one = Locks.create(store());
        Locks other = Locks.create(store());
        long fence;
        try (Lease lease = one.acquire("a", HOUR, Duration.ZERO)) {
            assertTrue(lease.isHeld());
            assertTrue(lease.remaining().compareTo(HOUR) < 0);
            assertEquals(Optional.empty(), other.tryAcquire("a", HOUR));
            assertThrows(LockBusyException.class, () -> other.acquire("a", HOUR, Duration.ZERO));
            other.tryAcquire("b", HOUR).orElseThrow().close();
            lease.renew();
            fence = lease.fence();
            lease.close();
            lease.close();
            assertFalse(lease.isHeld());
            assertEquals(Duration.ZERO, lease.remaining());
            assertThrows(LeaseLostException.class, lease::renew);
        }
        try (Lease next = other.acquire("a", HOUR, Duration.ZERO)) {
            assertTrue(next.fence() > fence);
        }
    }

    @Test
    default void everyCallIsOneRoundTrip() {
        Locks locks = Locks.create(store());
        Lease warm = locks.acquire("a", HOUR, Duration.ZERO);
        warm.renew();
        warm.close();
        long before = roundTrips().orElse(0);
        Lease lease = locks.acquire("a", HOUR, Duration.ZERO);
        assertEquals(Optional.empty(), locks.tryAcquire("a", HOUR));
        lease.renew();
        lease.close();
        lease.close();

        assertEquals(roundTrips().isPresent() ? 4 : 0, roundTrips().orElse(0) - before);
    }

    @Test
    default void whoWaitsGetsTheLockWhenItIsFree() throws Exception {
        Locks locks = Locks.create(store());
        Lease lease = locks.acquire("a", HOUR, Duration.ZERO);
        Thread closing = new Thread(lease::close);
        closing.start();
        try (Lease next = locks.acquire("a", HOUR, Duration.ofMinutes(10))) {
            assertTrue(next.fence() > lease.fence());
        }
        closing.join();
    }

    @Test
    default void whoLosesTheLockIsToldBeforeTheStoreGivesItAway() throws Exception {
        Locks locks = Locks.create(store());
        Locks others = Locks.create(store());
        Duration term = Duration.ofSeconds(2);
        CompletableFuture<Optional<Lease>> gotByAnother = new CompletableFuture<>();
        long before = System.nanoTime();
        Lease lease = locks.acquire("a", term, Duration.ZERO);
        lease.onLost(() -> {
            Optional<Lease> other = others.tryAcquire("a", HOUR);
            boolean inTime = System.nanoTime() - before < term.toNanos();
            gotByAnother.complete(inTime ? other : Optional.empty()); // else this machine was too slow to prove it
            other.ifPresent(Lease::close);
        });

        assertEquals(Optional.empty(), gotByAnother.get(10, TimeUnit.MINUTES));

        assertFalse(lease.isHeld());
        assertEquals(Duration.ZERO, lease.remaining());
        assertThrows(LeaseLostException.class, lease::renew);
        lease.close();
    }

    @Test
    default void aLeaseIsRenewedByItselfUpToItsMaximum() throws Exception {
        CountingLockStore counting = new CountingLockStore(store());
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = Locks.create(counting)
                .acquire("a", Duration.ofMillis(1200), Duration.ZERO, o -> o.renewUpTo(Duration.ofSeconds(3)))
                .onLost(lost::countDown);

        assertTrue(lost.await(10, TimeUnit.MINUTES));

        assertFalse(lease.isHeld());
        int renewals = counting.renewals();
        // At 0.4, 0.8, 1.2 and 1.6 s; the next would exceed the maximum. A slow machine may miss some.
        assertTrue(renewals >= 1 && renewals <= 4, () -> renewals + " renewals");
        elapse(Duration.ofSeconds(2));
        Locks.create(store()).acquire("a", HOUR, Duration.ZERO).close();
        assertEquals(renewals, counting.renewals(), "renewals after the loss");
        lease.close();
    }

    @Test
    default void aClosedLeaseIsNeverRenewedAndTellsNobody() throws Exception {
        CountingLockStore counting = new CountingLockStore(store());
        Locks locks = Locks.create(counting);
        CountDownLatch told = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            locks.acquire("a", Duration.ofMillis(600), Duration.ofMinutes(1), o -> o.renewUpTo(HOUR))
                    .onLost(told::countDown)
                    .close();
        }
        int renewals = counting.renewals();
        try (Lease next = locks.acquire("a", HOUR, Duration.ZERO)) {
            assertFalse(told.await(300, TimeUnit.MILLISECONDS), "somebody was told");
            assertEquals(renewals, counting.renewals());
            assertTrue(next.isHeld());
            next.renew();
        }
    }

    @Test
    default void aLateCloseLeavesTheLockToWhoeverHasIt() {
        Locks locks = Locks.create(store());
        Lease late = locks.acquire("a", Duration.ofSeconds(10), Duration.ZERO);
        elapse(Duration.ofSeconds(10));
        Locks others = Locks.create(store());
        try (Lease next = others.acquire("a", HOUR, Duration.ZERO)) {
            late.close();
            late.close();

            assertEquals(Optional.empty(), others.tryAcquire("a", HOUR));
            next.renew();
        }
    }

    @Test
    default void anInterruptedAcquisitionLeavesNoLease() throws Exception {
        Locks locks = Locks.create(store());
        Lease lease = locks.acquire("a", HOUR, Duration.ZERO);
        CompletableFuture<Boolean> interruptKept = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            // Between two questions it is told that the lock is busy, in the middle of one that its outcome is unknown.
            UnpinException told = assertThrows(UnpinException.class, () -> locks.acquire("a", HOUR, HOUR));
            assertTrue(told instanceof LockBusyException || told instanceof StoreException, told.toString());
            interruptKept.complete(Thread.currentThread().isInterrupted());
        });
        waiting.setUncaughtExceptionHandler((thread, failure) -> interruptKept.completeExceptionally(failure));
        waiting.start();
        waiting.interrupt();
        assertTrue(interruptKept.get(10, TimeUnit.MINUTES), "the interrupt is kept");
        waiting.join();
        lease.close();

        locks.acquire("a", HOUR, Duration.ZERO).close();
    }

    @Test
    default void anInterruptedThreadStillGivesItsLockBack() {
        Locks locks = Locks.create(store());
        Lease lease = locks.acquire("a", HOUR, Duration.ZERO);
        Thread.currentThread().interrupt();
        try {
            lease.close();
            assertTrue(Thread.currentThread().isInterrupted(), "the interrupt is kept");
        } finally {
            Thread.interrupted();
        }

        locks.acquire("a", HOUR, Duration.ZERO).close();
    }

    @Test
    default void aLockThatIsNotOnEnoughReplicasIsNotHeld() {
        Locks locks = Locks.create(store());

        StoreException refused = assertThrows(
                StoreException.class,
                () -> locks.acquire("a", HOUR, Duration.ZERO, o -> o.replicated(99, Duration.ofMillis(1))));

        assertEquals(Effect.REFUSED, refused.effect());
        locks.acquire("a", HOUR, Duration.ZERO).close();
    }
}
