package dev.unpin.web.jdk;

import dev.unpin.StoreException;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The memory store, which writes down what it is asked and can be down for some of it. */
final class RecordingStore implements SessionStore {
    static final String ADDRESS = "redis://10.0.0.7:6379";

    private final SessionStore store = MemorySessionStore.create();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> down = ConcurrentHashMap.newKeySet();

    /** What happened, in order; others may write into it too. */
    List<String> calls() {
        return calls;
    }

    void failAt(String... operations) {
        down.addAll(List.of(operations));
    }

    @Override
    public LoadReply load(LoadRequest request) {
        record("load");
        return store.load(request);
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        record("commit");
        return store.commit(request);
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        record("end");
        return store.end(id, secret);
    }

    @Override
    public boolean endOwned(String id, String owner) {
        record("endOwned");
        return store.endOwned(id, owner);
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        record("describe");
        return store.describe(id);
    }

    @Override
    public void ping() {
        record("ping");
        store.ping();
    }

    private void record(String operation) {
        calls.add(operation);
        if (down.contains(operation)) {
            throw StoreException.notSent(ADDRESS + " refuses connections", null);
        }
    }
}
