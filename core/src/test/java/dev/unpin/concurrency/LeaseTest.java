package dev.unpin.concurrency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.Durability;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Leases over a store that answers late, not at all, or when it is told to. */
class LeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final LockStore memory = MemoryLockStore.create();
    private final Locks others = Locks.create(memory);

    @Test
    void namesThatCannotBeKeptAreRefused() {
        for (String name : List.of("", "x".repeat(257), "half a pair: \ud800")) {
            assertThatThrownBy(() -> others.tryAcquire(name, HOUR))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a name ");
        }
        assertThat(others.tryAcquire("\ud83d\ude00".repeat(64), HOUR)).isPresent();
    }

    @Test
    void aRenewalThatHangsDoesNotHideThatTheLeaseIsOver() throws Exception {
        HangingRenewals store = new HangingRenewals();
        CountDownLatch lost = new CountDownLatch(1);
        Lease lease = Locks.create(store)
                .acquire("a", Duration.ofMillis(500), Duration.ZERO, o -> o.renewUpTo(HOUR))
                .onLost(lost::countDown);
        assertThat(store.begun.await(10, TimeUnit.MINUTES)).isTrue();

        assertThat(lost.await(10, TimeUnit.MINUTES)).isTrue();

        assertThat(lease.isHeld()).isFalse();
        store.goOn.countDown();
        assertThat(store.ended.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(lease.isHeld()).isFalse();
        lease.close();
    }

    @Test
    void aRenewalThatArrivesAfterTheCloseTakesNothing() throws Exception {
        HangingRenewals store = new HangingRenewals();
        Lease lease = Locks.create(store).acquire("a", Duration.ofSeconds(1), Duration.ZERO, o -> o.renewUpTo(HOUR));
        assertThat(store.begun.await(10, TimeUnit.MINUTES)).isTrue();
        lease.close();

        store.goOn.countDown();
        assertThat(store.ended.await(10, TimeUnit.MINUTES)).isTrue();

        assertThat(others.tryAcquire("a", HOUR)).isPresent();
    }

    @Test
    void whatTheStoreRefusesToRenewIsLostAndToldAtOnce() throws Exception {
        LockStore refusing = new Forwarding() {
            @Override
            public LockReply renew(LockRequest request) {
                return LockReply.lost();
            }
        };
        CountDownLatch lost = new CountDownLatch(2);
        Lease lease = Locks.create(refusing)
                .acquire("a", HOUR, Duration.ZERO)
                .onLost(lost::countDown)
                .onLost(lost::countDown);

        assertThatThrownBy(lease::renew).isInstanceOf(LeaseLostException.class);

        assertThat(lost.await(10, TimeUnit.MINUTES)).isTrue();
        assertThat(lease.isHeld()).isFalse();
        CountDownLatch late = new CountDownLatch(1);
        lease.onLost(late::countDown);
        assertThat(late.await(10, TimeUnit.MINUTES)).isTrue();
        lease.close();
    }

    @Test
    void aRenewalWithoutAnAnswerIsTriedAgain() throws Exception {
        CountDownLatch tries = new CountDownLatch(3);
        LockStore silent = new Forwarding() {
            @Override
            public LockReply renew(LockRequest request) {
                tries.countDown();
                if (tries.getCount() > 0) {
                    throw StoreException.unknown("no answer", null);
                }
                return super.renew(request);
            }
        };
        try (Lease lease =
                Locks.create(silent).acquire("a", Duration.ofSeconds(4), Duration.ZERO, o -> o.renewUpTo(HOUR))) {
            assertThat(tries.await(10, TimeUnit.MINUTES)).isTrue();
            assertThat(lease.isHeld()).isTrue();
        }
    }

    @Test
    void whatMayHaveBeenTakenIsGivenBack() {
        LockStore silent = new Forwarding() {
            @Override
            public LockReply acquire(LockRequest request) {
                super.acquire(request);
                Thread.currentThread().interrupt(); // as if that was why there is no answer
                throw StoreException.unknown("no answer", null);
            }

            @Override
            public void release(String name, LockOwner owner) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                super.release(name, owner);
            }
        };
        try {
            assertThatThrownBy(() -> Locks.create(silent).acquire("a", HOUR, HOUR))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }

        assertThat(others.tryAcquire("a", HOUR)).isPresent();
    }

    @Test
    void anAcquireThatWasAnsweredTooLateHoldsNothing() {
        LockStore slow = new Forwarding() {
            @Override
            public LockReply acquire(LockRequest request) {
                LockReply reply = super.acquire(request);
                long end = System.nanoTime() + request.lease().toNanos();
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                return reply;
            }
        };

        assertThatThrownBy(() -> Locks.create(slow).acquire("a", Duration.ofMillis(100), Duration.ZERO))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("longer lease");
        assertThat(others.tryAcquire("a", HOUR)).isPresent();
    }

    @Test
    void aCloseThatCannotReachTheStoreDoesNotThrow() {
        List<LockOwner> asked = new ArrayList<>();
        LockStore down = new Forwarding() {
            @Override
            public void release(String name, LockOwner owner) {
                asked.add(owner);
                throw StoreException.notSent("down", null);
            }
        };
        Lease lease = Locks.create(down).acquire("a", HOUR, Duration.ZERO);

        lease.close();
        lease.close();

        assertThat(asked).hasSize(1);
        assertThat(lease.isHeld()).isFalse();
    }

    @Test
    void aFullStoreRefusesNewLocksAndDoesNotGrow() {
        for (int i = 0; i < MemoryLockStore.MAX_LOCKS; i++) {
            memory.acquire(request(Integer.toString(i)));
        }
        LockRequest refused = request("one more");

        assertThatThrownBy(() -> memory.acquire(refused)).isInstanceOf(StoreException.class);
        memory.release("one more", refused.owner());
        assertThatThrownBy(() -> others.tryAcquire("another", HOUR)).isInstanceOf(StoreException.class);
        assertThat(memory.acquire(request("7")).status()).isEqualTo(LockReply.Status.BUSY);
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        assertThatThrownBy(() -> others.tryAcquire("", HOUR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> others.tryAcquire("é".repeat(129), HOUR)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> others.tryAcquire("a", Duration.ofMillis(99)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> others.tryAcquire("a", HOUR, o -> o.renewUpTo(Duration.ofMinutes(59))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> others.tryAcquire("a", HOUR, o -> o.replicated(0)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> others.tryAcquire("a", HOUR, o -> o.replicated(1, Duration.ZERO)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> others.acquire("a", HOUR, Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(others.tryAcquire("é".repeat(128), HOUR)).isPresent();
    }

    private static LockRequest request(String name) {
        return new LockRequest(name, LockOwner.create(ThreadLocalRandom.current()), HOUR, Durability.none());
    }

    /** The store in memory, for overriding what goes wrong. */
    private class Forwarding implements LockStore {
        @Override
        public LockReply acquire(LockRequest request) {
            return memory.acquire(request);
        }

        @Override
        public LockReply renew(LockRequest request) {
            return memory.renew(request);
        }

        @Override
        public void release(String name, LockOwner owner) {
            memory.release(name, owner);
        }

        @Override
        public void ping() {}
    }

    /** A store whose renewals arrive when they are told to. */
    private final class HangingRenewals extends Forwarding {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public LockReply renew(LockRequest request) {
            begun.countDown();
            try {
                goOn.await();
                return super.renew(request);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                ended.countDown();
            }
        }
    }
}
