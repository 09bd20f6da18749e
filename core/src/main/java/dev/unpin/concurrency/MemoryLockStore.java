package dev.unpin.concurrency;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Locks in this process's memory, for tests and for services that run as one instance. It has no replicas, so a lock
 * that asks for some is refused. Thread-safe.
 *
 * <p>Fences are remembered for a day after their lock is free; at {@link #MAX_LOCKS} locks and remembered fences a new
 * lock is refused.
 */
public final class MemoryLockStore implements LockStore {
    /** How many locks, and fences of locks that are free, fit in. */
    public static final int MAX_LOCKS = 100_000;

    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

    /** A lock that is held until a moment, or was; its owner is the last one. */
    private record Held(long fence, LockOwner owner, Instant until, Instant released) {
        boolean isFree(Instant now) {
            return !now.isBefore(until);
        }

        boolean isForgettable(Instant now) {
            return !now.isBefore((until.isAfter(released) ? until : released).plus(LockStore.fenceMemory()));
        }
    }

    private final ConcurrentHashMap<String, Held> locks = new ConcurrentHashMap<>();
    private final AtomicReference<Instant> lastSweep = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource clock;

    private MemoryLockStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes a store without locks.
     *
     * @return a store on the system's clock
     */
    public static MemoryLockStore create() {
        return new MemoryLockStore(InstantSource.system());
    }

    /**
     * Makes a store without locks and with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time
     * @return a store on that clock
     */
    public static MemoryLockStore create(InstantSource clock) {
        return new MemoryLockStore(clock);
    }

    @Override
    public LockReply acquire(LockRequest request) {
        Instant now = clock.instant();
        if (!locks.containsKey(request.name())) {
            makeRoom(now);
        }
        Replied replied = new Replied();
        locks.compute(request.name(), (name, held) -> replied.acquire(held, request, now));
        return Objects.requireNonNull(replied.reply);
    }

    @Override
    public LockReply renew(LockRequest request) {
        Instant now = clock.instant();
        Replied replied = new Replied();
        locks.computeIfPresent(request.name(), (name, held) -> replied.renew(held, request, now));
        return replied.reply == null ? LockReply.lost() : replied.reply;
    }

    @Override
    public void release(String name, LockOwner owner) {
        Instant now = clock.instant();
        locks.compute(name, (any, held) -> held == null && isFull() ? null : released(held, owner, now));
    }

    @Override
    public void ping() {}

    private static Held released(@Nullable Held held, LockOwner owner, Instant now) {
        if (held == null) {
            return new Held(0, owner, Instant.MIN, now);
        }
        return held.owner().equals(owner) || held.isFree(now) ? new Held(held.fence(), owner, Instant.MIN, now) : held;
    }

    /** What came of a call. */
    private static final class Replied {
        private @Nullable LockReply reply;

        Held acquire(@Nullable Held held, LockRequest request, Instant now) {
            boolean own = held != null && held.owner().equals(request.owner());
            if (held != null && own && held.until().equals(Instant.MIN)) {
                reply = LockReply.lost();
                return held;
            }
            if (held != null && !own && !held.isFree(now)) {
                reply = LockReply.busy(Duration.between(now, held.until()));
                return held;
            }
            long last = held == null ? 0 : held.fence();
            long fence = held != null && own && !held.isFree(now)
                    ? last
                    : Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
            reply = LockReply.taken(fence, 0);
            return new Held(fence, request.owner(), now.plus(request.lease()), now);
        }

        Held renew(Held held, LockRequest request, Instant now) {
            if (!held.owner().equals(request.owner()) || held.isFree(now)) {
                return held;
            }
            reply = LockReply.taken(held.fence(), 0);
            Instant until = now.plus(request.lease());
            return new Held(held.fence(), held.owner(), until.isAfter(held.until()) ? until : held.until(), now);
        }
    }

    /** Sweeps at most once a second, so that a full store costs no more. */
    private void makeRoom(Instant now) {
        Instant last = lastSweep.get();
        if (!now.isBefore(last.plus(BETWEEN_SWEEPS)) && lastSweep.compareAndSet(last, now)) {
            locks.values().removeIf(held -> held.isForgettable(now));
        }
        if (isFull()) {
            throw StoreException.refused(
                    "the memory of this process holds " + MAX_LOCKS + " locks, the most it may; use a shared store",
                    null);
        }
    }

    private boolean isFull() {
        return locks.size() >= MAX_LOCKS;
    }
}
