package dev.unpin.concurrency;

import dev.unpin.settings.Bounds;
import java.time.Duration;

/** Configures an {@link OptimisticUpdate}; every setting has a default. Not thread-safe. */
public final class OptimisticUpdateBuilder {
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    static final int DEFAULT_RETRIES = 1_000;
    static final int MOST_RETRIES = 1_000_000;

    private Duration timeout = DEFAULT_TIMEOUT;
    private int retriesPerSecond = DEFAULT_RETRIES;

    OptimisticUpdateBuilder() {}

    /**
     * Sets after how long an update that keeps meeting conflicts is given up; 5 seconds by default. The try under way
     * then still ends in its own time.
     *
     * @param newTimeout zero, for a single try, to one hour
     * @return this
     */
    public OptimisticUpdateBuilder timeout(Duration newTimeout) {
        timeout = Bounds.between(Duration.ZERO, newTimeout, LONGEST_TIMEOUT, "timeout");
        return this;
    }

    /**
     * Sets the retry budget that all updates share: how many tries beyond the first there are per second, after as many
     * at once; 1000 by default.
     *
     * @param retries 1 to 1,000,000
     * @return this
     */
    public OptimisticUpdateBuilder retriesPerSecond(int retries) {
        retriesPerSecond = Bounds.between(1, retries, MOST_RETRIES, "retriesPerSecond");
        return this;
    }

    /**
     * Makes the object.
     *
     * @return updates with these settings and a full budget
     */
    public OptimisticUpdate build() {
        return new OptimisticUpdate(timeout, retriesPerSecond);
    }
}
