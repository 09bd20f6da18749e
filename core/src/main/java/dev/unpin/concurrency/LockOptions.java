package dev.unpin.concurrency;

import dev.unpin.concurrency.spi.Durability;
import dev.unpin.settings.Bounds;
import java.time.Duration;

/** How one lock is taken; every setting has a default. Not thread-safe, and only for the duration of the call. */
public final class LockOptions {
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Duration CONFIRMED_WITHIN = Duration.ofMillis(500);

    private final Duration lease;
    private Duration longest;
    private Durability durability = Durability.none();

    LockOptions(Duration lease) {
        this.lease = lease;
        this.longest = lease;
    }

    /**
     * Has the lease renewed at every third of it while it is open, up to a maximum after which it is lost: a worker
     * that hangs is not to keep a lock for ever. By default it is not renewed.
     *
     * @param maximum from the lease to 30 days
     * @return this
     */
    public LockOptions renewUpTo(Duration maximum) {
        longest = Bounds.between(lease, maximum, LONGEST, "maximum");
        return this;
    }

    /**
     * Has the lock count as taken, and as renewed, only when this many replicas have confirmed it within half a second;
     * else it is given back. By default none has to.
     *
     * @param replicas 1 to 100
     * @return this
     */
    public LockOptions replicated(int replicas) {
        return replicated(replicas, CONFIRMED_WITHIN);
    }

    /**
     * Has the lock count as taken, and as renewed, only when this many replicas have confirmed it in time. That makes
     * it rarer that a failover loses it; it does not make it impossible.
     *
     * @param replicas 1 to 100
     * @param within how long to wait for them: 1 ms to a minute, and clearly less than what the store's driver allows
     *     for one answer (of Redis, {@code attemptTimeout}, a second by default)
     * @return this
     */
    public LockOptions replicated(int replicas, Duration within) {
        Bounds.between(1, replicas, Durability.MOST_REPLICAS, "replicas");
        durability = new Durability(replicas, within);
        return this;
    }

    Duration longest() {
        return longest;
    }

    Durability durability() {
        return durability;
    }
}
