package dev.unpin.blob.spi;

import dev.unpin.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a store knows of a blob but its bytes. Immutable.
 *
 * @param size the length of the whole blob in bytes
 * @param version its version
 * @param modified when it was written, or null if the store does not tell
 * @param head what is stored beside the bytes
 * @param crc32c the CRC-32C of the whole blob, 0 to 2<sup>32</sup> - 1, or null if the store does not know it
 */
public record StoredBlob(
        long size,
        Version version,
        @Nullable Instant modified,
        BlobHead head,
        @Nullable Long crc32c) {
    /**
     * Joins the parts.
     *
     * @param size the length of the whole blob in bytes
     * @param version its version
     * @param modified when it was written, or null
     * @param head what is stored beside the bytes
     * @param crc32c the CRC-32C of the whole blob, or null
     */
    public StoredBlob {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(head, "head");
    }
}
