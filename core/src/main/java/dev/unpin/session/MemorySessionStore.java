package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions in this process's memory, for tests and for services that run as one instance: they end with the process.
 * Thread-safe.
 *
 * <p>Nothing is ever evicted to make room. A session past its deadline is gone at once and its memory is freed by a
 * sweep while others are created; at {@link #MAX_SESSIONS} live sessions a new one is refused.
 */
public final class MemorySessionStore implements SessionStore {
    /** How many live sessions fit in. */
    public static final int MAX_SESSIONS = 100_000;

    private final ConcurrentHashMap<String, MemorySession> sessions = new ConcurrentHashMap<>();
    private final SweepPace pace = new SweepPace(MAX_SESSIONS);
    private final InstantSource clock;

    private MemorySessionStore(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes an empty store.
     *
     * @return a store on the system's clock
     */
    public static MemorySessionStore create() {
        return new MemorySessionStore(InstantSource.system());
    }

    /**
     * Makes an empty store with a clock of its own, for tests that let time pass without waiting.
     *
     * @param clock tells the time, and never goes back
     * @return a store on that clock
     */
    public static MemorySessionStore create(InstantSource clock) {
        return new MemorySessionStore(clock);
    }

    @Override
    public LoadReply load(LoadRequest request) {
        Instant now = clock.instant();
        MemorySession session = sessions.get(request.id());
        if (session == null) {
            return LoadReply.of(LoadReply.Status.UNKNOWN);
        }
        LoadReply reply = session.load(request, now);
        if (reply.status() == LoadReply.Status.EXPIRED) {
            sessions.remove(request.id(), session);
        }
        return reply;
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        Instant now = clock.instant();
        if (request.kind() == CommitRequest.Kind.CREATE) {
            return create(request, now);
        }
        MemorySession session = sessions.get(request.id());
        return session == null ? CommitReply.of(CommitReply.Status.ENDED) : session.commit(request, now);
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        MemorySession session = sessions.get(id);
        if (session == null) {
            return EndReply.ENDED;
        }
        return session.end(secret, clock.instant());
    }

    @Override
    public boolean endOwned(String id, String owner) {
        MemorySession session = sessions.get(id);
        return session == null || session.endOwned(owner, clock.instant());
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        MemorySession session = sessions.get(id);
        return session == null ? Optional.empty() : session.describe(clock.instant());
    }

    @Override
    public void ping() {}

    private CommitReply create(CommitRequest request, Instant now) {
        makeRoom(now);
        MemorySession made = new MemorySession(request, now);
        CommitReply reply = made.commit(request, now);
        if (reply.status() != CommitReply.Status.SAVED) {
            return reply;
        }
        MemorySession there = sessions.putIfAbsent(request.id(), made);
        return there == null ? reply : there.repeatedCreation(request);
    }

    private void makeRoom(Instant now) {
        if (pace.isDue(sessions.size(), now)) {
            sessions.values().removeIf(session -> session.isForgettable(now));
            pace.swept(sessions.size());
        }
        if (sessions.size() >= MAX_SESSIONS) {
            throw StoreException.refused(
                    "the memory of this process holds " + MAX_SESSIONS
                            + " sessions, the most it may; use a shared store",
                    null);
        }
    }
}
