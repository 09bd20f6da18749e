package dev.unpin.concurrency.spi;

import dev.unpin.StoreException;
import java.time.Duration;

/**
 * Keeps locks for all instances of a service. Implementations are thread-safe, take time from one clock for all
 * instances (a server's, where there is one), and do every call in one atomic step and one round trip.
 *
 * <p>A fence is microseconds since 1970 by the store's clock, at least one above the one before; the last one is kept
 * for 24 hours after the lock is free, so fences rise beyond release, expiry, loss of the lock's data and a restart,
 * while the clock steps back by less.
 */
public interface LockStore {
    /**
     * Takes a lock if nobody has it. The owner who has it already gets the same fence, and the lease begins anew; one
     * who was the last to have it and has released it gets it no more, since this can only be a late arrival.
     *
     * @param request which lock, for whom, for how long
     * @return whether it was taken
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     lock may have been taken
     */
    LockReply acquire(LockRequest request);

    /**
     * Has the lease begin anew, if the owner has the lock and its lease has not ended.
     *
     * @param request which lock, for whom, for how long
     * @return {@link LockReply.Status#TAKEN} with the same fence, or {@link LockReply.Status#LOST}
     * @throws StoreException if the store is down, silent or refuses to work
     */
    LockReply renew(LockRequest request);

    /**
     * Frees a lock if the owner has it, and otherwise leaves it to whoever has. Of a free lock it remembers that this
     * owner wants it no more. May be repeated.
     *
     * @param name which lock
     * @param owner the owner as given to {@link #acquire}
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void release(String name, LockOwner owner);

    /**
     * Tells for how long fences are remembered.
     *
     * @return 24 hours
     */
    static Duration fenceMemory() {
        return Duration.ofHours(24);
    }

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
