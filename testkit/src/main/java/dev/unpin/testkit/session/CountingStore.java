package dev.unpin.testkit.session;

import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the calls of a store: as many round trips as a driver may make. */
final class CountingStore implements SessionStore {
    private final SessionStore store;
    private final AtomicLong calls = new AtomicLong();

    CountingStore(SessionStore store) {
        this.store = store;
    }

    long calls() {
        return calls.get();
    }

    @Override
    public LoadReply load(LoadRequest request) {
        calls.incrementAndGet();
        return store.load(request);
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        calls.incrementAndGet();
        return store.commit(request);
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        calls.incrementAndGet();
        return store.end(id, secret);
    }

    @Override
    public boolean endOwned(String id, String owner) {
        calls.incrementAndGet();
        return store.endOwned(id, owner);
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        calls.incrementAndGet();
        return store.describe(id);
    }

    @Override
    public void ping() {
        calls.incrementAndGet();
        store.ping();
    }
}
