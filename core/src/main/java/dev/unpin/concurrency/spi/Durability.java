package dev.unpin.concurrency.spi;

import dev.unpin.settings.Bounds;
import java.time.Duration;

/**
 * On how many replicas a lock has to be before it counts as taken. Immutable.
 *
 * <p>Replication is no consensus: a replica that has confirmed may still lose a failover to one that has not. It makes
 * a lost lock rarer; what makes it harmless is the fence.
 *
 * @param replicas how many replicas have to confirm, besides the primary
 * @param timeout how long to wait for them
 */
public record Durability(int replicas, Duration timeout) {
    /** How many replicas can be asked for. */
    public static final int MOST_REPLICAS = 100;

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Durability NONE = new Durability(0, Duration.ZERO);

    /**
     * Checks the numbers.
     *
     * @param replicas 0 to 100
     * @param timeout a millisecond to a minute; zero for no replica
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public Durability {
        Bounds.between(0, replicas, MOST_REPLICAS, "replicas");
        Duration least =
                replicas == 0 ? Duration.ZERO : Duration.ofMillis(1); // Redis takes 0 ms for "as long as it takes"
        Bounds.between(least, timeout, LONGEST, "timeout");
    }

    /**
     * Asks for the primary alone.
     *
     * @return no replica
     */
    public static Durability none() {
        return NONE;
    }
}
