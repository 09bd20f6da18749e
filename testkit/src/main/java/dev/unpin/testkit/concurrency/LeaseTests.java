package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.StoreException;
import dev.unpin.concurrency.Lease;
import dev.unpin.concurrency.LeaseLostException;
import dev.unpin.concurrency.LockBusyException;
import dev.unpin.concurrency.Locks;
import dev.unpin.concurrency.spi.Durability;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Leases on top of the store. */
interface LeaseTests extends LockStoreFixture {
    Duration HOUR = Duration.ofHours(1);

    @Test
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
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = locks.acquire("a", Duration.ofSeconds(2), Duration.ZERO).onLost(lost::countDown);

        assertTrue(lost.await(10, TimeUnit.MINUTES));

        assertFalse(lease.isHeld());
        assertThrows(LeaseLostException.class, lease::renew);
        lease.close();
    }

    @Test
    default void aLeaseIsRenewedByItselfUpToItsMaximum() throws Exception {
        Locks locks = Locks.create(store());
        CountDownLatch lost = new CountDownLatch(1);
        long taken = System.nanoTime();
        Lease lease = locks.acquire(
                        "a", Duration.ofSeconds(1), Duration.ZERO, o -> o.renewUpTo(Duration.ofSeconds(3)))
                .onLost(lost::countDown);

        assertTrue(lost.await(10, TimeUnit.MINUTES));

        long held = System.nanoTime() - taken;
        assertTrue(held > Duration.ofSeconds(1).toNanos() || !lease.isHeld(), "it was renewed");
        assertFalse(lease.isHeld());
        lease.close();
    }

    @Test
    default void aClosedLeaseIsNeverRenewedAndTellsNobody() throws Exception {
        Locks locks = Locks.create(store());
        CountDownLatch told = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            locks.acquire("a", Duration.ofMillis(100), Duration.ofMinutes(1), o -> o.renewUpTo(HOUR))
                    .onLost(told::countDown)
                    .close();
        }
        try (Lease next = locks.acquire("a", HOUR, Duration.ZERO)) {
            assertFalse(told.await(200, TimeUnit.MILLISECONDS), "nobody was told");
            assertTrue(next.isHeld());
            next.renew();
        }
    }

    @Test
    default void anInterruptedAcquisitionLeavesNoLease() {
        Locks locks = Locks.create(store());
        Thread.currentThread().interrupt();
        try {
            assertThrows(LockBusyException.class, () -> locks.acquire("a", HOUR, HOUR));
            assertTrue(Thread.currentThread().isInterrupted(), "the interrupt is kept");
        } finally {
            Thread.interrupted();
        }

        locks.acquire("a", HOUR, Duration.ZERO).close();
    }

    @Test
    default void aLockThatCannotBeOnEnoughReplicasIsNotHeld() {
        Locks locks = Locks.create(store());
        Durability more = new Durability(99, Duration.ofMillis(1));

        assertThrows(
                StoreException.class, () -> locks.acquire("a", HOUR, Duration.ZERO, o -> o.durability(more)));

        locks.acquire("a", HOUR, Duration.ZERO).close();
    }
}
