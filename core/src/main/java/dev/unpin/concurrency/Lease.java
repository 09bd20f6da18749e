package dev.unpin.concurrency;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.lease.LeaseKeeper;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that is held for a while; made by {@link Locks}, and closed by whoever has it. Thread-safe.
 *
 * <p>It is over here before it is over at the store: it is counted from before the request was sent, less a tenth as a
 * margin for clocks that run unlike. That is no proof: between a look at {@link #isHeld()} and what follows there may be
 * a pause. What must not be done by two takes the {@link #fence()} along.
 */
public final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final LockStore store;
    private final LockRequest request;
    private final long fence;
    private final LeaseKeeper keeper;
    private final AtomicBoolean closed = new AtomicBoolean();

    Lease(LockStore store, LockRequest request, long fence, long sentNanos, Duration longest) {
        this.store = store;
        this.request = request;
        this.fence = fence;
        this.keeper = LeaseKeeper.start(sentNanos, request.lease(), longest, this::renewed);
    }

    /**
     * Returns the name of the lock.
     *
     * @return the name as given to {@link Locks}
     */
    public String name() {
        return request.name();
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
     * Has somebody told when the lock is lost, that is: taken from it, or not renewed in time; before the store could
     * give it to another. At once if it is lost already, never once it was closed.
     *
     * @param listener called once, on another thread
     * @return this
     */
    public Lease onLost(Runnable listener) {
        keeper.onLost(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Has the lease begin anew. One round trip.
     *
     * @throws LeaseLostException if it is not held any more
     * @throws StoreException if the store is down, silent or refuses to work; the lease then runs on as it did
     */
    public void renew() {
        long sent = System.nanoTime();
        if (!isHeld()) {
            throw new LeaseLostException(name());
        }
        if (!renewed()) {
            keeper.lost();
            throw new LeaseLostException(name());
        }
        keeper.renewed(sent);
    }

    private boolean renewed() {
        LockReply reply = store.renew(request);
        if (reply.status() != LockReply.Status.TAKEN) {
            return false;
        }
        if (reply.replicas() < request.durability().replicas()) {
            throw StoreException.refused("too few replicas have confirmed a renewal; check that they are connected", null);
        }
        return true;
    }

    /**
     * Gives the lock back. One round trip at the first call, none at any other. Whoever has it by now keeps it. It does
     * not throw: a lock that could not be given back ends with its lease.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        keeper.close();
        try {
            store.release(request.name(), request.owner());
        } catch (StoreException e) {
            LOG.warn("a lock was not given back, and ends with its lease", e);
        }
    }

    /** Shows the name and the fence. */
    @Override
    public String toString() {
        return "Lease[" + name() + ", fence " + fence + "]";
    }
}
