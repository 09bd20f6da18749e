package dev.unpin.concurrency;

import dev.unpin.concurrency.spi.Durability;
import dev.unpin.settings.Bounds;
import java.time.Duration;
import java.util.Objects;

/** How one lock is taken; every setting has a default. Not thread-safe, and only for the duration of the call. */
public final class LockOptions {
    private static final Duration LONGEST = Duration.ofDays(30);

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
     * Has the lock count as taken only when this many replicas have confirmed it within half a second; else it is given
     * back. By default none has to.
     *
     * @param replicas 1 to 100
     * @return this
     */
    public LockOptions replicated(int replicas) {
        Bounds.between(1, replicas, 100, "replicas");
        durability = Durability.replicated(replicas);
        return this;
    }

    /**
     * Sets on how many replicas the lock has to be, and how long to wait for them.
     *
     * @param newDurability how many, for how long
     * @return this
     */
    public LockOptions durability(Durability newDurability) {
        durability = Objects.requireNonNull(newDurability, "durability");
        return this;
    }

    Duration longest() {
        return longest;
    }

    Durability durability() {
        return durability;
    }
}
