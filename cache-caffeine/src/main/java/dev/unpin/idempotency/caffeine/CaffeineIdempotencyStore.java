package dev.unpin.idempotency.caffeine;

import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * A store that remembers results in this instance's memory: a request that is repeated again and again gets its answer
 * with no round trip. Thread-safe; decorates another store, which it does not close.
 *
 * <p>What is promised:
 *
 * <ul>
 *   <li>Only a result is remembered, and only once the store has given it for a repetition: the first repetition on an
 *       instance costs one round trip, further ones none. A key that is never repeated takes no memory.
 *   <li>It is given only to the payload that led to it. With another one the store is asked, which refuses it.
 *   <li>It is never given for longer than the store keeps it, counted from before the store was asked.
 *   <li>All else is left to the store: who may run, what a claim may do, and resolutions.
 *   <li>The results take at most {@code maxBytes} of memory, by estimate; what does not fit is dropped, the least used
 *       first.
 * </ul>
 *
 * <p>Of a result that lies in an overflow the place is remembered: repeating it costs a read of the overflow, as ever.
 * While the store is down, what is remembered is still repeated. A store that loses a result in a failover lets the
 * next caller run again; an instance that remembers the result does not ask.
 */
public final class CaffeineIdempotencyStore implements IdempotencyStore {
    private final IdempotencyStore store;
    private final Replays replays;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private CaffeineIdempotencyStore(IdempotencyStore store, Replays replays) {
        this.store = store;
        this.replays = replays;
    }

    /**
     * Remembers results with the defaults.
     *
     * @param store where the records are kept; not closed
     * @return a store that remembers nothing yet
     */
    public static CaffeineIdempotencyStore create(IdempotencyStore store) {
        return builder(store).build();
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the records are kept; not closed
     * @return a builder
     */
    public static Builder builder(IdempotencyStore store) {
        return new Builder(store);
    }

    @Override
    public BeginReply begin(BeginRequest request) {
        if (request.intent() == BeginRequest.Intent.RESOLVE) {
            return store.begin(request); // it names no payload, so there is nobody to remember the result for
        }
        Optional<BeginReply> replay = replays.find(request);
        if (replay.isPresent()) {
            hits.increment();
            return replay.get();
        }
        misses.increment();
        long asked = replays.now();
        BeginReply reply = store.begin(request);
        switch (reply.status()) {
            case REPLAY -> replays.put(request, reply, asked);
            case MISMATCH -> {} // says nothing of the result of the right payload
            case RUN, TAKEOVER, BUSY, ABANDONED, LATE, NOTHING -> replays.forget(request.id());
        }
        return reply;
    }

    @Override
    public ClaimReply renew(Claim claim, Duration lease, Duration retention) {
        return store.renew(claim, lease, retention);
    }

    @Override
    public ClaimReply checkpoint(Claim claim, Checkpoint checkpoint, Duration retention) {
        return store.checkpoint(claim, checkpoint, retention);
    }

    /** Remembers nothing: if the call was sent before, the retention counts from then, which nobody here can tell. */
    @Override
    public ClaimReply complete(Claim claim, byte[] result, Duration retention) {
        return store.complete(claim, result, retention);
    }

    @Override
    public ClaimReply giveUp(Claim claim, Ending ending) {
        return store.giveUp(claim, ending);
    }

    @Override
    public void ping() {
        store.ping();
    }

    /**
     * Tells how many results were given from memory.
     *
     * @return a count of this instance
     */
    public long hits() {
        return hits.sum();
    }

    /**
     * Tells how often the store was asked whether to run.
     *
     * @return a count of this instance, resolutions not included
     */
    public long misses() {
        return misses.sum();
    }

    /** The memory that is taken, by estimate. */
    long weight() {
        return replays.weight();
    }

    /** Gathers settings; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final IdempotencyStore store;
        private long maxBytes = 64L * 1024 * 1024;
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(IdempotencyStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * Sets how much memory the results take at most, by estimate; 64 MiB by default.
         *
         * @param bytes a positive number
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder maxBytes(long bytes) {
            if (bytes <= 0) {
                throw new IllegalArgumentException("maxBytes is at least 1, not " + bytes);
            }
            maxBytes = bytes;
            return this;
        }

        /**
         * Sets by what the age of results is measured; {@link System#nanoTime} by default. For tests.
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
         * @return a store that remembers nothing yet
         */
        public CaffeineIdempotencyStore build() {
            return new CaffeineIdempotencyStore(store, new Replays(maxBytes, nanoTime));
        }
    }
}
