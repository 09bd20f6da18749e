package dev.unpin.idempotency;

import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.idempotency.spi.OverflowStore;
import dev.unpin.settings.Bounds;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers the settings of {@link Idempotency}; every one has a safe default. Not thread-safe. */
public final class IdempotencyBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);
    private static final int MOST_STORED = 1024 * 1024;

    private final IdempotencyStore store;
    private Codecs codecs = new NoCodecs();
    private @Nullable OverflowStore overflow;
    private int maxStoredBytes = 64 * 1024;
    private int maxResultBytes = 8 * 1024 * 1024;
    private IdempotencyListener listener = IdempotencyBuilder::log;
    private RandomGenerator random = new SecureRandom();

    IdempotencyBuilder(IdempotencyStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets how results become bytes. Needed for operations that name the class of their results.
     *
     * @param newCodecs for instance JSON
     * @return this
     */
    public IdempotencyBuilder codecs(Codecs newCodecs) {
        codecs = Objects.requireNonNull(newCodecs, "codecs");
        return this;
    }

    /**
     * Sets where results go that are larger than {@link #maxStoredBytes}, for instance {@link BlobOverflow}. Without it
     * they are not kept: the first call gets its result, and later ones {@link IdempotencyRefusal#RESULT_NOT_KEPT}.
     *
     * @param newOverflow a store for larger results; costs one more round trip for each
     * @return this
     */
    public IdempotencyBuilder overflow(OverflowStore newOverflow) {
        overflow = Objects.requireNonNull(newOverflow, "overflow");
        return this;
    }

    /**
     * Sets how large an encoded result may be to be kept in the store itself; 64 KiB by default.
     *
     * @param bytes 1 to 1 MiB
     * @return this
     */
    public IdempotencyBuilder maxStoredBytes(int bytes) {
        maxStoredBytes = Bounds.between(1, bytes, MOST_STORED, "maxStoredBytes");
        return this;
    }

    /**
     * Sets how large an encoded result may be to be kept at all; 8 MiB by default. A larger one is
     * {@linkplain IdempotencyRefusal#RESULT_NOT_KEPT not kept}.
     *
     * @param bytes 1 to 1 GiB
     * @return this
     */
    public IdempotencyBuilder maxResultBytes(int bytes) {
        maxResultBytes = Bounds.between(1, bytes, 1024 * MOST_STORED, "maxResultBytes");
        return this;
    }

    /**
     * Sets who is told of events. By default they go to the slf4j logger of {@link Idempotency}: results that could not
     * be recorded as warnings, the rest for debugging.
     *
     * @param newListener the listener, instead of the default one
     * @return this
     */
    public IdempotencyBuilder listener(IdempotencyListener newListener) {
        listener = Objects.requireNonNull(newListener, "listener");
        return this;
    }

    /**
     * Sets where owners come from; {@link SecureRandom} by default. Anything that repeats itself is for tests only: two
     * calls with one owner would both run.
     *
     * @param newRandom a thread-safe source
     * @return this
     */
    public IdempotencyBuilder unsafeRandom(RandomGenerator newRandom) {
        random = Objects.requireNonNull(newRandom, "random");
        return this;
    }

    /**
     * Makes it. Does not ask the store: a service starts without it.
     *
     * @return where operations are defined
     */
    public Idempotency build() {
        return new Idempotency(new IdempotencySettings(
                store, codecs, overflow, maxStoredBytes, Math.max(maxStoredBytes, maxResultBytes), listener, random));
    }

    private static void log(IdempotencyEvent event) {
        if (event instanceof IdempotencyEvent.Unrecorded unrecorded) {
            LOG.warn("{}", event, unrecorded.cause());
        } else {
            LOG.debug("{}", event);
        }
    }

    /** Stands in until the user has given codecs. */
    private static final class NoCodecs implements Codecs {
        @Override
        public <T> Codec<T> codec(Class<T> type) {
            throw new IllegalArgumentException("no codec for " + type.getName()
                    + ": give Idempotency.builder(…).codecs(…), for instance JacksonCodecs.create()");
        }
    }
}
