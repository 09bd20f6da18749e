package dev.unpin.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final AtomicInteger told = new AtomicInteger();

    private LeaseKeeper keeper(Duration lease, Duration maximum, BooleanSupplier renewal) {
        LeaseKeeper keeper = LeaseKeeper.start(System.nanoTime(), lease, maximum, renewal);
        keeper.onLost(told::incrementAndGet);
        return keeper;
    }

    @Test
    void aLeaseIsRenewedUntilItIsClosed() {
        AtomicInteger renewals = new AtomicInteger();
        try (LeaseKeeper keeper = keeper(Duration.ofSeconds(3), LONG, () -> renewals.incrementAndGet() > 0)) {
            await().atMost(LONG).until(() -> renewals.get() >= 3);
            assertThat(keeper.held()).isTrue();
            assertThat(keeper.remaining()).isPositive();
        }
        assertThat(told).hasValue(0);
    }

    @Test
    void aClosedLeaseIsNeitherRenewedNorLost() {
        AtomicInteger renewals = new AtomicInteger();
        LeaseKeeper closed = keeper(SHORT, LONG, () -> renewals.incrementAndGet() > 0);
        closed.close();
        closed.close();
        int before = renewals.get();
        AtomicInteger others = new AtomicInteger();
        try (LeaseKeeper other =
                LeaseKeeper.start(System.nanoTime(), SHORT, LONG, () -> others.incrementAndGet() > 0)) {
            // One renewal may have been under way; when another keeper has done several, it is over.
            await().atMost(LONG).until(() -> others.get() >= 4 || !other.held());
        }
        assertThat(renewals.get()).isLessThanOrEqualTo(before + 1);
        assertThat(closed.held()).isFalse();
        assertThat(told).hasValue(0);
    }

    @Test
    void aRefusedRenewalIsALoss() {
        try (LeaseKeeper keeper = keeper(SHORT, LONG, () -> false)) {
            await().atMost(LONG).until(() -> told.get() == 1);
            assertThat(keeper.held()).isFalse();
            assertThat(keeper.remaining()).isZero();
            keeper.onLost(told::incrementAndGet);
            await().atMost(LONG).until(() -> told.get() == 2);
        }
    }

    @Test
    void aRenewalThatFailsIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        try (LeaseKeeper keeper = keeper(Duration.ofSeconds(6), LONG, () -> {
            if (tries.incrementAndGet() <= 2) {
                throw StoreException.notSent("down", null);
            }
            return true;
        })) {
            await().atMost(LONG).until(() -> tries.get() >= 4);
            assertThat(keeper.held()).isTrue();
        }
        assertThat(told).hasValue(0);
    }

    @Test
    void aStoreThatHangsDoesNotKeepTheLossSecret() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicBoolean heldWhenTold = new AtomicBoolean(true);
        AtomicLong toldAt = new AtomicLong();
        long taken = System.nanoTime();
        try (LeaseKeeper keeper = LeaseKeeper.start(taken, Duration.ofSeconds(1), LONG, () -> {
            try {
                return hanging.await(10, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                return false;
            }
        })) {
            keeper.onLost(() -> {
                heldWhenTold.set(keeper.held());
                toldAt.set(System.nanoTime());
                told.incrementAndGet();
            });
            await().atMost(LONG).until(() -> told.get() == 1);
            assertThat(heldWhenTold).isFalse();
            assertThat(toldAt.get() - taken)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(900).toNanos());
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void aLeaseIsNotRenewedBeyondItsMaximum() {
        AtomicLong last = new AtomicLong();
        long taken = System.nanoTime();
        try (LeaseKeeper keeper = keeper(SHORT, SHORT.multipliedBy(4), () -> {
            last.set(System.nanoTime());
            return true;
        })) {
            await().atMost(LONG).until(() -> told.get() == 1);
            assertThat(keeper.held()).isFalse();
        }
        assertThat(last.get() - taken).isLessThan(LONG.toNanos());
    }

    @Test
    void aListenerThatFailsDoesNotSilenceTheOthers() {
        try (LeaseKeeper keeper = LeaseKeeper.start(System.nanoTime(), SHORT, LONG, () -> false)) {
            keeper.onLost(() -> {
                throw new IllegalStateException("listener");
            });
            keeper.onLost(told::incrementAndGet);
            await().atMost(LONG).until(() -> told.get() == 1);
        }
    }
}
