package dev.unpin.memory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ids of the last writes of one thing, and the versions they made. A write that arrives again is found here; one
 * that is not found was never applied, provided that no write since its base version has been forgotten. Not
 * thread-safe.
 */
public final class RecentWrites {
    private final int capacity;
    private final Map<Long, Long> versions = new LinkedHashMap<>();
    private long lastForgotten;

    /**
     * Remembers nothing yet.
     *
     * @param capacity how many writes it remembers
     */
    public RecentWrites(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Looks for a write.
     *
     * @param writeId its id
     * @return the version it made, or empty if it is not among the recent ones
     */
    public Optional<Long> versionOf(long writeId) {
        return Optional.ofNullable(versions.get(writeId));
    }

    /**
     * Tells whether a write that is not found was never applied.
     *
     * @param baseVersion a version from before it was first sent
     * @return false if it may have been forgotten
     */
    public boolean reachBackTo(long baseVersion) {
        return lastForgotten <= baseVersion;
    }

    /**
     * Remembers a write, and forgets the oldest one if there are too many.
     *
     * @param writeId its id
     * @param version the version it made
     */
    public void add(long writeId, long version) {
        versions.put(writeId, version);
        if (versions.size() > capacity) {
            Iterator<Long> oldestFirst = versions.values().iterator();
            lastForgotten = oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
