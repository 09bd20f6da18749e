package dev.unpin.blob;

import dev.unpin.Version;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is known of a blob but its bytes. Immutable.
 *
 * @param key its key, relative to the {@link Blobs#scoped scope} it was read from
 * @param size its length in bytes
 * @param version its version
 * @param modified when it was written by the store's clock, or empty where the store does not tell: S3 does not when
 *     writing
 * @param attributes what is stored beside the bytes
 */
public record BlobInfo(String key, long size, Version version, Optional<Instant> modified, BlobAttributes attributes) {
    /**
     * Joins the parts.
     *
     * @param key its key
     * @param size its length in bytes
     * @param version its version
     * @param modified when it was written, or empty
     * @param attributes what is stored beside the bytes
     */
    public BlobInfo {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(modified, "modified");
        Objects.requireNonNull(attributes, "attributes");
    }
}
