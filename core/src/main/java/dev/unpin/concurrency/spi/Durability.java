package dev.unpin.concurrency.spi;

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
    private static final int MOST = 100;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Durability NONE = new Durability(0, Duration.ZERO);

    /**
     * Checks the numbers.
     *
     * @param replicas 0 to 100
     * @param timeout a millisecond to a minute; at most half of the backend's deadline is of use; zero for no replica
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public Durability {
        if (replicas < 0 || replicas > MOST) {
            throw new IllegalArgumentException("replicas are 0 to " + MOST + ", not " + replicas);
        }
        Duration least = replicas == 0 ? Duration.ZERO : Duration.ofMillis(1); // to wait for 0 ms is to wait for ever
        if (timeout.compareTo(least) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout is at least " + least + " and at most " + LONGEST);
        }
    }

    /**
     * Asks for the primary alone.
     *
     * @return no replica
     */
    public static Durability none() {
        return NONE;
    }

    /**
     * Asks for replicas, with half a second for them.
     *
     * @param replicas 1 to 100
     * @return that many replicas
     */
    public static Durability replicated(int replicas) {
        return new Durability(replicas, DEFAULT_TIMEOUT);
    }
}
