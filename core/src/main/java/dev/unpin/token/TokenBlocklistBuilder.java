package dev.unpin.token;

import dev.unpin.token.spi.BlocklistStore;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Configures a {@link TokenBlocklist}; all settings have defaults. Not thread-safe. */
public final class TokenBlocklistBuilder {
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(31);
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(1);

    final BlocklistStore store;
    final WhenStale whenStale;
    Duration maxStaleness = Duration.ofSeconds(5);
    Duration maxTokenLifetime = Duration.ofHours(1);
    LongSupplier nanos = System::nanoTime;
    Schedule schedule = Schedule.BACKGROUND;

    /** Who makes the blocklist read. */
    enum Schedule {
        BACKGROUND,
        BY_HAND
    }

    TokenBlocklistBuilder(BlocklistStore store, WhenStale whenStale) {
        this.store = Objects.requireNonNull(store, "store");
        this.whenStale = Objects.requireNonNull(whenStale, "whenStale");
    }

    /** How often the store is read, and how old its last beat may be. */
    Duration pollEvery() {
        Duration fifth = maxStaleness.dividedBy(5);
        return fifth.compareTo(SLOWEST_POLL) < 0 ? fifth : SLOWEST_POLL;
    }

    /**
     * Sets after what time a revocation is known everywhere, or the policy acts; 5 seconds by default. The store is
     * read five times in it, and at least every second.
     *
     * @param bound one second to one hour
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TokenBlocklistBuilder maxStaleness(Duration bound) {
        if (bound.compareTo(Duration.ofSeconds(1)) < 0 || bound.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("maxStaleness is one second to one hour, not " + bound);
        }
        maxStaleness = bound;
        return this;
    }

    /**
     * Sets how long tokens may live; an hour by default. It bounds the memory: no revocation but of a key is remembered
     * much longer. Verifiers with this blocklist refuse tokens that say they live longer.
     *
     * @param lifetime one second to 31 days
     * @return this
     * @throws IllegalArgumentException if it is out of range
     */
    public TokenBlocklistBuilder maxTokenLifetime(Duration lifetime) {
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
            throw new IllegalArgumentException("maxTokenLifetime is one second to 31 days, not " + lifetime);
        }
        maxTokenLifetime = lifetime;
        return this;
    }

    /** Takes another monotonic clock, and no thread: the blocklist reads when it is pinged. */
    TokenBlocklistBuilder byHand(LongSupplier source) {
        nanos = source;
        schedule = Schedule.BY_HAND;
        return this;
    }

    /**
     * Begins to read the store, in the background: a service starts without it.
     *
     * @return the blocklist, to be closed by the caller
     */
    public TokenBlocklist build() {
        return new TokenBlocklist(this);
    }
}
