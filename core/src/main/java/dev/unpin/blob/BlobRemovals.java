package dev.unpin.blob;

import dev.unpin.StoreException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What {@link Blobs#removeAll} did, key by key. Immutable.
 *
 * @param removed the keys under which there is nothing any more
 * @param failed why the others may still be there
 */
public record BlobRemovals(Set<String> removed, Map<String, StoreException> failed) {
    /**
     * Copies both.
     *
     * @param removed the keys under which there is nothing any more
     * @param failed why the others may still be there
     */
    public BlobRemovals {
        removed = Collections.unmodifiableSet(new LinkedHashSet<>(removed));
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    /**
     * Makes sure that all are gone.
     *
     * @throws StoreException why the first that failed did
     */
    public void orThrow() {
        failed.values().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
    }
}
