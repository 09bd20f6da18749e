package dev.unpin.testkit.concurrency;

import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the renewals that a store has granted. */
final class CountingLockStore implements LockStore {
    private final LockStore store;
    private final AtomicInteger renewals = new AtomicInteger();

    CountingLockStore(LockStore store) {
        this.store = store;
    }

    int renewals() {
        return renewals.get();
    }

    @Override
    public LockReply acquire(LockRequest request) {
        return store.acquire(request);
    }

    @Override
    public LockReply renew(LockRequest request) {
        LockReply reply = store.renew(request);
        if (reply.status() == LockReply.Status.TAKEN) {
            renewals.incrementAndGet();
        }
        return reply;
    }

    @Override
    public void release(String name, LockOwner owner) {
        store.release(name, owner);
    }

    @Override
    public void ping() {
        store.ping();
    }
}
