package dev.unpin.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ids of a session's last writes and the versions they made. A write that arrives again is found here; one that is
 * not found was never applied, provided that no write since its base version has been forgotten.
 */
final class RecentWrites {
    private final int capacity;
    private final Map<Long, Long> versions = new LinkedHashMap<>();
    private long lastForgotten;

    RecentWrites(int capacity) {
        this.capacity = capacity;
    }

    Optional<Long> versionOf(long writeId) {
        return Optional.ofNullable(versions.get(writeId));
    }

    boolean reachBackTo(long baseVersion) {
        return lastForgotten <= baseVersion;
    }

    void add(long writeId, long version) {
        versions.put(writeId, version);
        if (versions.size() > capacity) {
            Iterator<Long> oldestFirst = versions.values().iterator();
            lastForgotten = oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
