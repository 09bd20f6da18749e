package dev.unpin.blob.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One lock for every path. Thread-safe. */
final class PathLocks {
    private final Map<String, Object> locks = new ConcurrentHashMap<>();

    Object of(String path) {
        return locks.computeIfAbsent(path, p -> new Object());
    }
}
