package dev.unpin.token.spi;

import dev.unpin.StoreException;

/**
 * Keeps one key ring for all instances of a service: a version and some bytes. Implementations are thread-safe, take
 * time from one clock for all instances (a server's, where there is one), and do every call in one atomic step and, on
 * a remote store, one round trip. What they keep has no end: a lost ring signs everybody out.
 *
 * <p>The bytes are sealed before they come here; a store neither reads nor changes them.
 */
public interface KeyRingStore {
    /**
     * Reads the ring.
     *
     * @return the ring; version 0 and no bytes if none was ever stored
     * @throws StoreException if the store is down, silent or refuses to work
     */
    StoredKeyRing load();

    /**
     * Replaces the ring if it still is the one that was read.
     *
     * @param expectedVersion the version that was read, 0 if there was none
     * @param content the new ring; at most {@value StoredKeyRing#MAX_BYTES} bytes
     * @return the ring as it is now: with version {@code expectedVersion + 1} and {@code content} if it was replaced,
     *     or else what another instance had stored by then
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     ring was replaced once or not at all, which the next {@link #load} tells
     */
    StoredKeyRing replace(long expectedVersion, byte[] content);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
