package dev.unpin.session;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.SessionSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of sessions that have expired. An entry is made before its session, so that no session is without one, and is
 * not moved by use: whoever finds it due asks the session for its real deadline.
 */
final class Expiries {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final int BATCH = 50;

    private final SessionSettings settings;
    private final ExpiryStore entries;
    private final Duration lease;

    Expiries(SessionSettings settings, ExpiryStore entries, Duration lease) {
        this.settings = settings;
        this.entries = entries;
        this.lease = lease;
    }

    /** Must precede the creation: an entry without a session is told in vain, a session without an entry never. */
    void schedule(String id) {
        try {
            entries.schedule(id, settings.timeouts().idle());
        } catch (StoreException e) {
            throw StoreException.notSent("the session was not stored, since its expiry could not be scheduled", e);
        }
    }

    void forget(String id) {
        try {
            entries.remove(id);
        } catch (StoreException e) {
            throw StoreException.unknown(
                    "the session is signed out, but could still be told as expired; sign it out again", e);
        }
    }

    /** Goes through all partitions from anywhere, so that instances that start together do not follow each other. */
    int sweep(Consumer<String> handler) {
        int told = 0;
        @Nullable StoreException failure = null;
        int count = entries.partitions();
        int first = ThreadLocalRandom.current().nextInt(count);
        for (int i = 0; i < count && !Thread.currentThread().isInterrupted(); i++) {
            try {
                told += sweep((first + i) % count, handler);
            } catch (StoreException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return told;
    }

    private int sweep(int partition, Consumer<String> handler) {
        int told = 0;
        List<String> claimed;
        do {
            long start = System.nanoTime();
            claimed = entries.claim(partition, BATCH, lease);
            for (String id : claimed) {
                // Once the lease is over, the rest may be another instance's.
                boolean mine = System.nanoTime() - start < lease.toNanos();
                if (mine && !Thread.currentThread().isInterrupted() && look(id, handler)) {
                    told++;
                }
            }
        } while (claimed.size() == BATCH);
        return told;
    }

    private boolean look(String id, Consumer<String> handler) {
        Optional<SessionSummary> session;
        try {
            session = settings.store().describe(id);
        } catch (StoreException e) {
            if (e.effect() != Effect.REFUSED) {
                throw e;
            }
            LOG.warn("whether session {} has expired cannot be told", id, e);
            return false;
        }
        if (session.isPresent()) {
            entries.postpone(id, session.get().idleDeadline());
            return false;
        }
        try {
            handler.accept(id);
        } catch (RuntimeException e) {
            LOG.warn("the handler of expired sessions failed at {}; it will be told again", id, e);
            return false;
        }
        entries.remove(id);
        return true;
    }
}
