package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.concurrency.spi.Durability;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** One acquisition of the lock "one", for ten seconds. */
record Holder(LockStore store, LockOwner owner) {
    static final String NAME = "one";
    static final Duration LEASE = Duration.ofSeconds(10);

    Holder(LockStore store) {
        this(store, LockOwner.create(ThreadLocalRandom.current()));
    }

    LockReply acquire() {
        return store.acquire(request());
    }

    LockReply renew() {
        return store.renew(request());
    }

    void release() {
        store.release(NAME, owner);
    }

    /** The fence. */
    long taken() {
        LockReply reply = acquire();
        assertEquals(LockReply.Status.TAKEN, reply.status());
        return reply.fence();
    }

    private LockRequest request() {
        return new LockRequest(NAME, owner, LEASE, Durability.none());
    }
}
