package dev.unpin.blob;

import dev.unpin.Version;
import java.time.Instant;
import java.util.Optional;

/** One line of a listing. */
public sealed interface BlobEntry {
    /**
     * Returns the key, or what several keys have in common.
     *
     * @return a key or a prefix, relative to the scope that was listed
     */
    String name();

    /**
     * A blob. Immutable.
     *
     * @param name its key
     * @param size its length in bytes
     * @param version its version
     * @param modified when it was written by the store's clock, if the store tells
     */
    record Blob(String name, long size, Version version, Optional<Instant> modified) implements BlobEntry {}

    /**
     * All keys that are the same up to and including the delimiter, told as one. Immutable.
     *
     * @param name what they have in common, with the delimiter at its end
     */
    record Prefix(String name) implements BlobEntry {}
}
