package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One acquisition's dealings with the store, from the first try to the release; what is on too few replicas is not
 * held.
 */
record Claim(LockStore store, LockRequest request) {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

    /** Tries once; if it throws, nothing stays taken that the store can be asked to give up. */
    LockReply acquire() {
        LockReply reply;
        try {
            reply = store.acquire(request);
        } catch (StoreException e) {
            if (e.effect() == Effect.UNKNOWN) {
                release();
            }
            throw e;
        }
        if (reply.status() == LockReply.Status.TAKEN && isOnTooFew(reply)) {
            release();
            throw onTooFew(reply);
        }
        return reply;
    }

    /** False if it is lost. */
    boolean renew() {
        LockReply reply = store.renew(request);
        if (reply.status() != LockReply.Status.TAKEN) {
            return false;
        }
        if (isOnTooFew(reply)) {
            throw onTooFew(reply);
        }
        return true;
    }

    /** Also on a thread that was interrupted, as most are that end early: the store would not be asked then. */
    void release() {
        boolean interrupted = Thread.interrupted();
        try {
            store.release(request.name(), request.owner());
        } catch (StoreException e) {
            LOG.warn("a lock was not given back, and ends with its lease", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean isOnTooFew(LockReply reply) {
        return reply.replicas() < request.durability().replicas();
    }

    private StoreException onTooFew(LockReply reply) {
        return StoreException.refused(
                "the lock " + request.name() + " has to be on "
                        + request.durability().replicas() + " replicas, and " + reply.replicas()
                        + " confirmed it within " + request.durability().timeout() + "; check that they are connected",
                null);
    }
}
