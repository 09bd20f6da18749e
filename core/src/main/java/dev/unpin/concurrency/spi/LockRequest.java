package dev.unpin.concurrency.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * Which lock, for whom, for how long. Immutable.
 *
 * @param name which lock
 * @param owner the acquisition
 * @param lease how long the lock is held from the store's receipt on
 * @param durability on how many replicas it has to be
 */
public record LockRequest(String name, LockOwner owner, Duration lease, Durability durability) {
    /**
     * Joins them.
     *
     * @param name which lock
     * @param owner the acquisition
     * @param lease how long the lock is held from the store's receipt on
     * @param durability on how many replicas it has to be
     */
    public LockRequest {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(durability, "durability");
    }
}
