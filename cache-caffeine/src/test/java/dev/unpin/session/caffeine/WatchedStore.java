package dev.unpin.session.caffeine;

import dev.unpin.seal.SecretHash;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import dev.unpin.testkit.MutableClock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** The shared store beneath: counts what it is asked, and lets something happen between an answer and its arrival. */
final class WatchedStore implements SessionStore {
    final MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
    private final SessionStore store = MemorySessionStore.create(clock);
    private final AtomicInteger loads = new AtomicInteger();
    private final AtomicReference<Runnable> afterNextLoad = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> afterNextCommit = new AtomicReference<>(() -> {});

    int loads() {
        return loads.get();
    }

    /** Happens when the next load has read the session, and before its answer arrives. */
    void afterNextLoad(Runnable what) {
        afterNextLoad.set(what);
    }

    void afterNextCommit(Runnable what) {
        afterNextCommit.set(what);
    }

    @Override
    public LoadReply load(LoadRequest request) {
        loads.incrementAndGet();
        LoadReply reply = store.load(request);
        LockSupport.parkNanos(1); // an answer is under way for a while
        afterNextLoad.getAndSet(() -> {}).run();
        return reply;
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        CommitReply reply = store.commit(request);
        afterNextCommit.getAndSet(() -> {}).run();
        return reply;
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        return store.end(id, secret);
    }

    @Override
    public boolean endOwned(String id, String owner) {
        return store.endOwned(id, owner);
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        return store.describe(id);
    }

    @Override
    public void ping() {
        store.ping();
    }
}
