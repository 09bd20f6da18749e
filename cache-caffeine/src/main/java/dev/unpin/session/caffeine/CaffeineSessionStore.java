package dev.unpin.session.caffeine;

import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A store with copies of sessions in this instance's memory: reading one again within {@code maxStaleness} costs no
 * round trip. Thread-safe; decorates another store, which it does not close.
 *
 * <p>What is promised:
 *
 * <ul>
 *   <li>A write through this store is seen by every later read through it.
 *   <li>What another instance did (a commit, a sign-in, a sign-out) is seen within {@code maxStaleness}, counted from
 *       before the copy was asked for. Until then a request here may read the state before, also a cookie that was
 *       replaced elsewhere; writing is always judged by the store, and an {@code update} loses nothing.
 *   <li>A copy serves nobody but who presents the secret with which it was read.
 *   <li>Idle timeouts move as without copies: when a touch is due, the store is asked. So it is past a deadline. Both
 *       by this instance's clock; where that is wrong, by {@code maxStaleness} at the latest.
 *   <li>The copies take at most {@code maxBytes} of memory, by estimate; what does not fit is dropped, the least used
 *       first.
 * </ul>
 *
 * <p>While the store is down, copies serve reads for as long as they are fresh, and nothing longer.
 */
public final class CaffeineSessionStore implements SessionStore {
    private final SessionStore store;
    private final SessionCopies copies;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private CaffeineSessionStore(SessionStore store, SessionCopies copies) {
        this.store = store;
        this.copies = copies;
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the sessions are kept; not closed
     * @param maxStaleness for how long a copy may be served: zero, which serves none, to one minute. A second spares
     *     most reads of a busy page
     * @return a builder
     * @throws IllegalArgumentException if the time is not allowed
     */
    public static Builder builder(SessionStore store, Duration maxStaleness) {
        return new Builder(store, maxStaleness);
    }

    @Override
    public LoadReply load(LoadRequest request) {
        Optional<LoadReply> copy = copies.find(request);
        if (copy.isPresent()) {
            hits.increment();
            return copy.get();
        }
        misses.increment();
        SessionCopies.Ticket ticket = copies.ticket(request.id());
        LoadReply reply = store.load(request);
        switch (reply.status()) {
            case FOUND -> copies.put(request, reply.session(), ticket);
            case UNKNOWN, EXPIRED, RENEWED -> copies.forget(request.id());
            case FORGED -> copies.forget(request.id(), request.secret());
        }
        return reply;
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        return writing(request.id(), () -> store.commit(request));
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        return writing(id, () -> store.end(id, secret));
    }

    @Override
    public boolean endOwned(String id, String owner) {
        return writing(id, () -> store.endOwned(id, owner));
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        return store.describe(id);
    }

    @Override
    public void ping() {
        store.ping();
    }

    /**
     * Tells how many reads were served from a copy.
     *
     * @return a count of this instance
     */
    public long hits() {
        return hits.sum();
    }

    /**
     * Tells how many reads went to the store.
     *
     * @return a count of this instance
     */
    public long misses() {
        return misses.sum();
    }

    /** Also after a failure: if its effect is unknown, the copy may be outdated. */
    private <T> T writing(String id, Supplier<T> write) {
        try {
            return write.get();
        } finally {
            copies.forget(id);
        }
    }

    /** Gathers settings; every one has a default. Not thread-safe. */
    public static final class Builder {
        private static final Duration LONGEST_STALENESS = Duration.ofMinutes(1);

        private final SessionStore store;
        private final Duration maxStaleness;
        private long maxBytes = 64L * 1024 * 1024;
        private InstantSource clock = InstantSource.system();
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(SessionStore store, Duration maxStaleness) {
            this.store = Objects.requireNonNull(store, "store");
            this.maxStaleness = Objects.requireNonNull(maxStaleness, "maxStaleness");
            if (maxStaleness.isNegative() || maxStaleness.compareTo(LONGEST_STALENESS) > 0) {
                throw new IllegalArgumentException(
                        "maxStaleness is zero to " + LONGEST_STALENESS + ", not " + maxStaleness);
            }
        }

        /**
         * Sets how much memory the copies take at most, by estimate; 64 MiB by default.
         *
         * @param bytes a positive number
         * @return this
         */
        public Builder maxBytes(long bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxBytes is at least 1, not " + bytes);
            }
            maxBytes = bytes;
            return this;
        }

        /**
         * Sets the clock by which deadlines are judged; the system's by default. It should agree with the store's.
         *
         * @param newClock tells the time
         * @return this
         */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * Sets by what the age of copies is measured; {@link System#nanoTime} by default. For tests.
         *
         * @param ticker nanoseconds from any origin, never going back
         * @return this
         */
        public Builder nanoTime(LongSupplier ticker) {
            nanoTime = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Makes the store. Asks nothing of the one beneath.
         *
         * @return a store without copies yet
         */
        public CaffeineSessionStore build() {
            return new CaffeineSessionStore(store, new SessionCopies(maxStaleness, maxBytes, clock, nanoTime));
        }
    }
}
