package dev.unpin.session.spi;

import dev.unpin.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Remembers when to look whether a session has expired, for all instances of a service. Implementations are
 * thread-safe, take time from one clock for all instances (a server's, where there is one), and do every call in one
 * atomic step and, on a remote store, one round trip.
 *
 * <p>An entry is a session's id and a time. It lies in one of a fixed number of partitions, which are swept one by one.
 * It is kept for a week past its time at least, so that it outlives an outage of every instance.
 */
public interface ExpiryStore {
    /**
     * Returns how many partitions there are, the same for ever and for all instances.
     *
     * @return a positive number
     */
    int partitions();

    /**
     * Enters a session, or gives its entry a new time.
     *
     * @param sessionId the session
     * @param in how far from now its time is
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void schedule(String sessionId, Duration in);

    /**
     * Takes entries whose time has come, the longest overdue first, and moves their time so that nobody else is given
     * them before the lease is over.
     *
     * @param partition which partition, from 0
     * @param most how many at most: 1 to 1,000
     * @param lease how far from now their new time is
     * @return the sessions
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN}
     *     some may be taken, which are given out again after the lease
     */
    List<String> claim(int partition, int most, Duration lease);

    /**
     * Moves the time of an entry, if it is there: a second into the future at least.
     *
     * @param sessionId the session
     * @param until its new time
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void postpone(String sessionId, Instant until);

    /**
     * Forgets an entry, if it is there.
     *
     * @param sessionId the session
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void remove(String sessionId);
}
