package dev.unpin.concurrency;

import dev.unpin.StoreException;
import dev.unpin.lease.LeaseKeeper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A lock that is held for a while; made by {@link Locks}, and closed by whoever has it. Thread-safe.
 *
 * <p>It is over here before it is over at the store: it is counted from before the request was sent, less a tenth of it
 * for clocks that run unlike. That is no proof of being alone. Between a look at {@link #isHeld()} and what follows
 * there may be a pause; this process's clock may stand still while its machine is suspended; the store may lose the
 * lock, or have its clock put forward. What must not be done by two takes the {@link #fence()} along.
 */
public final class Lease implements AutoCloseable {
    private final Claim claim;
    private final long fence;
    private final LeaseKeeper keeper;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(Claim claim, long fence, long sentNanos, Duration longest) {
        this.claim = claim;
        this.fence = fence;
        this.keeper = LeaseKeeper.start(sentNanos, claim.request().lease(), longest, claim::renew);
    }

    /**
     * Returns the name of the lock.
     *
     * @return the name as given to {@link Locks}
     */
    public String name() {
        return claim.request().name();
    }

    /**
     * Returns the number that tells this acquisition from all earlier ones: it is higher. Renewal does not change it.
     *
     * @return a positive number below 2^53
     */
    public long fence() {
        return fence;
    }

    /**
     * Tells whether the lock is still held; asks nobody.
     *
     * @return false once it was closed, lost, or its time has passed
     */
    public boolean isHeld() {
        return !closed.get() && keeper.held();
    }

    /**
     * Tells for how long the lock is held yet, unless it is renewed; asks nobody.
     *
     * @return zero if it is not held
     */
    public Duration remaining() {
        return closed.get() ? Duration.ZERO : keeper.remaining();
    }

    /**
     * Has somebody told when the lock is lost: a tenth of the lease before the store can give it to another, if it was
     * not renewed by then; and when a renewal learns that the store has it no more, as after a failover, which is when
     * another may have it already. At once if it is lost already, never once it was closed.
     *
     * @param listener called once, on another thread
     * @return this
     */
    public Lease onLost(Runnable listener) {
        keeper.onLost(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Has the lease begin anew, also beyond the maximum up to which it is renewed by itself. One round trip.
     *
     * @throws LeaseLostException if it is not held any more
     * @throws StoreException if the store is down, silent or refuses to work, or too few replicas have confirmed; the
     *     lease then runs on as it did
     */
    public void renew() {
        long sent = System.nanoTime();
        if (!isHeld() || !claim.renew()) {
            keeper.lost();
            throw new LeaseLostException(name());
        }
        keeper.renewed(sent);
        if (!isHeld()) { // lost or closed while the answer was under way
            throw new LeaseLostException(name());
        }
    }

    /**
     * Gives the lock back. One round trip at the first call, none at any other. Whoever has it by now keeps it, and a
     * renewal that is under way changes nothing any more. It does not throw: a lock that could not be given back ends
     * with its lease. An interrupt of the thread is kept, and does not hinder it.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            keeper.close();
            claim.release();
        }
    }

    /** Shows the name and the fence. */
    @Override
    public String toString() {
        return "Lease[" + name() + ", fence " + fence + "]";
    }
}
