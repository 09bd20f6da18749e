package dev.unpin.testkit.session;

import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stores with the faults that real ones have had, each in one method over a store that works. */
abstract class BrokenStore implements SessionStore {
    private final SessionStore store;

    private BrokenStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public LoadReply load(LoadRequest request) {
        return store.load(request);
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        return request.kind() == CommitRequest.Kind.CREATE ? store.commit(request) : update(request, store);
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

    abstract CommitReply update(CommitRequest request, SessionStore healthy);

    /** Recognises a write only as long as no other has followed it. */
    static final class LastWriteIdOnly extends BrokenStore {
        private final Map<String, CommitRequest> last = new HashMap<>();
        private final Map<String, CommitRequest> sent = new HashMap<>();

        LastWriteIdOnly(SessionStore store) {
            super(store);
        }

        @Override
        synchronized CommitReply update(CommitRequest request, SessionStore healthy) {
            CommitRequest before = last.put(request.id(), request);
            if (before == null || before.writeId() != request.writeId()) {
                sent.put(
                        request.id(),
                        new CommitRequest(
                                request.kind(),
                                request.id(),
                                request.secret(),
                                Probe.newWriteId(),
                                Long.MAX_VALUE,
                                request.timeouts(),
                                request.limits(),
                                request.owner(),
                                request.renewal(),
                                request.changes()));
            }
            return healthy.commit(sent.getOrDefault(request.id(), request));
        }
    }

    /** Stores what it is given, whether the session is still there or not. */
    static final class Resurrecting extends BrokenStore {
        private final Set<String> ended = ConcurrentHashMap.newKeySet();

        Resurrecting(SessionStore store) {
            super(store);
        }

        @Override
        public LoadReply load(LoadRequest request) {
            return ended.contains(request.id()) ? LoadReply.of(LoadReply.Status.UNKNOWN) : super.load(request);
        }

        @Override
        public EndReply end(String id, SecretHash secret) {
            ended.add(id);
            return EndReply.ENDED;
        }

        @Override
        CommitReply update(CommitRequest request, SessionStore healthy) {
            ended.remove(request.id());
            CommitReply reply = healthy.commit(request);
            return reply.status() != CommitReply.Status.ENDED
                    ? reply
                    : healthy.commit(CommitRequest.create(
                                    request.id(),
                                    request.secret(),
                                    request.writeId(),
                                    request.timeouts(),
                                    request.limits())
                            .withChanges(request.changes()));
        }
    }

    /** Takes no notice of expected versions. */
    static final class LastWriteWins extends BrokenStore {
        LastWriteWins(SessionStore store) {
            super(store);
        }

        @Override
        CommitReply update(CommitRequest request, SessionStore healthy) {
            return healthy.commit(request.withChanges(
                    request.changes().stream().map(LastWriteWins::unconditional).toList()));
        }

        private static FieldChange unconditional(FieldChange change) {
            byte[] value = change.value();
            return value == null ? FieldChange.remove(change.name()) : FieldChange.set(change.name(), value);
        }
    }

    /** Lets whoever had a session's secret before a renewal write on. */
    static final class OldSecretsAccepted extends BrokenStore {
        private final Map<String, SecretHash> renewed = new HashMap<>();

        OldSecretsAccepted(SessionStore store) {
            super(store);
        }

        @Override
        synchronized CommitReply update(CommitRequest request, SessionStore healthy) {
            CommitReply reply = healthy.commit(new CommitRequest(
                    request.kind(),
                    request.id(),
                    renewed.getOrDefault(request.id(), request.secret()),
                    request.writeId(),
                    request.baseVersion(),
                    request.timeouts(),
                    request.limits(),
                    request.owner(),
                    request.renewal(),
                    request.changes()));
            Renewal renewal = request.renewal();
            if (renewal != null && reply.status() == CommitReply.Status.SAVED) {
                renewed.put(request.id(), renewal.secret());
            }
            return reply;
        }
    }
}
