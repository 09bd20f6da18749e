package dev.unpin.blob.spi;

import dev.unpin.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A blob as a listing tells of it. Immutable.
 *
 * @param key its key
 * @param size its length in bytes
 * @param version its version
 * @param modified when it was written, or null if the store does not tell
 */
public record ListedBlob(
        String key, long size, Version version, @Nullable Instant modified) {}
