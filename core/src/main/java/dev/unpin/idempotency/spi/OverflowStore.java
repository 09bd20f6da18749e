package dev.unpin.idempotency.spi;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps results that are too large for an {@link IdempotencyStore}. Implementations are thread-safe and shared by all
 * instances. Results that are never asked for, since their run lost or died, end with their retention all the same.
 */
public interface OverflowStore {
    /**
     * Keeps a result.
     *
     * @param name where: letters, digits, dots, slashes, hyphens and underscores, different for every run
     * @param result the result; not modified
     * @param retention for how long it must be kept
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void put(String name, byte[] result, Duration retention);

    /**
     * Reads a result.
     *
     * @param name where
     * @param maxBytes more than this is not read
     * @return the result, or empty if it is gone
     * @throws StoreException if the store is down, silent or refuses to work
     */
    Optional<byte[]> find(String name, int maxBytes);
}
