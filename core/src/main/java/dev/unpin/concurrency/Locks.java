package dev.unpin.concurrency;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.retry.Backoff;
import dev.unpin.settings.Bounds;
import dev.unpin.settings.Texts;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Leases on names, of which the store gives each to one holder at a time. Immutable and thread-safe; made once per
 * service. Nothing needs closing but the leases.
 *
 * <pre>{@code
 * Locks locks = Locks.create(RedisLockStore.create(redis));
 * try (Lease lease = locks.acquire("nightly-report", Duration.ofSeconds(30), Duration.ofSeconds(5))) {
 *     report(lease.fence());
 * }
 * }</pre>
 *
 * <p><strong>What a lock does not give.</strong> It does not exclude. A holder that is paused (by a garbage collection,
 * a hypervisor, a slow disk) for longer than its lease goes on when it wakes, while the next one is at work; and a
 * failover may lose a lock that was given, so that two have it. A lock saves doing work twice; what must not be done
 * twice has to refuse an older {@linkplain Lease#fence() fence} where it is done, see {@link FenceGuard}. Without that,
 * use a lock only where two holders at once cost time and not truth. For a single value, {@link Records#update} needs
 * no lock at all.
 *
 * <p>Fences rise from holder to holder, beyond release, expiry, a failover and a restart that lost everything, as long
 * as the store remembers the lock, which it does for a day after it is free, or its clock has not stepped back since.
 *
 * <p>The owner of a lock is the acquisition, not the thread: no lock is entered twice, and a lease may be passed on.
 * Locks are not fair. Taking, renewing and releasing is one round trip each, and so is every look while waiting.
 */
public final class Locks {
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofDays(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
    private static final long AFTER_THE_END = 1_000_000;
    private static final int MAX_NAME_BYTES = 256;

    private final LockStore store;
    private final RandomGenerator random = new SecureRandom();

    private Locks(LockStore store) {
        this.store = store;
    }

    /**
     * Makes locks. Does not ask the store: a service starts without it.
     *
     * @param store where they are kept; not closed
     * @return locks
     */
    public static Locks create(LockStore store) {
        return new Locks(Objects.requireNonNull(store, "store"));
    }

    /**
     * Takes a lock, and waits for it if need be.
     *
     * @param name which lock: 1 to 256 bytes in UTF-8
     * @param lease for how long it is held unless it is renewed: 100 ms to a day
     * @param wait for how long to wait: zero to a day
     * @return the lease, to be closed
     * @throws LockBusyException if another had it until the end, or the thread was interrupted; nothing is held
     * @throws StoreException as for {@link #acquire(String, Duration, Duration, Consumer)}
     */
    public Lease acquire(String name, Duration lease, Duration wait) {
        return acquire(name, lease, wait, options -> {});
    }

    /**
     * Takes a lock, and waits for it if need be: looks again after random pauses that grow to half a second, and at the
     * end of the lease that is in the way.
     *
     * @param name which lock: 1 to 256 bytes in UTF-8
     * @param lease for how long it is held unless it is renewed: 100 ms to a day
     * @param wait for how long to wait: zero to a day
     * @param options sets renewal and durability
     * @return the lease, to be closed
     * @throws LockBusyException if another had it until the end, or the thread was interrupted; nothing is held
     * @throws StoreException if the store is down, silent or refuses to work, too few replicas have confirmed, or the
     *     answer took longer than the lease; what may have been taken is given back as far as the store can be reached,
     *     and else ends with the lease
     */
    public Lease acquire(String name, Duration lease, Duration wait, Consumer<LockOptions> options) {
        Bounds.between(Duration.ZERO, wait, LONGEST_WAIT, "wait");
        Acquisition acquisition = acquisition(name, lease, options);
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, wait, ThreadLocalRandom.current());
        Duration remaining = Duration.ZERO;
        do {
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            LockReply reply = acquisition.tryOnce();
            if (reply.status() == LockReply.Status.TAKEN) {
                return acquisition.lease();
            }
            remaining = reply.remaining();
        } while (backoff.pause(0, remaining.toNanos() + AFTER_THE_END));
        throw Thread.currentThread().isInterrupted()
                ? LockBusyException.interrupted(name, remaining)
                : LockBusyException.taken(name, remaining);
    }

    /**
     * Takes a lock if nobody has it. One round trip.
     *
     * @param name which lock: 1 to 256 bytes in UTF-8
     * @param lease for how long it is held unless it is renewed: 100 ms to a day
     * @return the lease, to be closed, or empty if another has the lock
     * @throws StoreException as for {@link #acquire(String, Duration, Duration, Consumer)}
     */
    public Optional<Lease> tryAcquire(String name, Duration lease) {
        return tryAcquire(name, lease, options -> {});
    }

    /**
     * Takes a lock if nobody has it. One round trip.
     *
     * @param name which lock: 1 to 256 bytes in UTF-8
     * @param lease for how long it is held unless it is renewed: 100 ms to a day
     * @param options sets renewal and durability
     * @return the lease, to be closed, or empty if another has the lock
     * @throws StoreException as for {@link #acquire(String, Duration, Duration, Consumer)}
     */
    public Optional<Lease> tryAcquire(String name, Duration lease, Consumer<LockOptions> options) {
        Acquisition acquisition = acquisition(name, lease, options);
        return acquisition.tryOnce().status() == LockReply.Status.TAKEN
                ? Optional.of(acquisition.lease())
                : Optional.empty();
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One round trip.
     *
     * @throws StoreException if it could not
     */
    public void ping() {
        store.ping();
    }

    private Acquisition acquisition(String name, Duration lease, Consumer<LockOptions> chosen) {
        int bytes = Objects.requireNonNull(name, "name").getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("a name is 1 to " + MAX_NAME_BYTES + " bytes in UTF-8, not " + bytes);
        }
        if (!Texts.isWellFormed(name)) {
            throw new IllegalArgumentException("a name has no half of a surrogate pair: it has no bytes in UTF-8");
        }
        Bounds.between(SHORTEST_LEASE, lease, LONGEST_LEASE, "lease");
        LockOptions options = new LockOptions(lease);
        chosen.accept(options);
        LockRequest request = new LockRequest(name, LockOwner.create(random), lease, options.durability());
        return new Acquisition(new Claim(store, request), options.longest());
    }

    /** One owner's tries. */
    private static final class Acquisition {
        private final Claim claim;
        private final Duration longest;
        private long sent;
        private long fence;

        Acquisition(Claim claim, Duration longest) {
            this.claim = claim;
            this.longest = longest;
        }

        LockReply tryOnce() {
            sent = System.nanoTime();
            LockReply reply = claim.acquire();
            fence = reply.fence();
            return reply;
        }

        Lease lease() {
            Lease lease = new Lease(claim, fence, sent, longest);
            if (!lease.isHeld()) {
                lease.close();
                throw StoreException.refused(
                        "the lock " + lease.name() + " was taken for "
                                + claim.request().lease()
                                + ", but the answer took longer than that; ask for a longer lease",
                        null);
            }
            return lease;
        }
    }
}
