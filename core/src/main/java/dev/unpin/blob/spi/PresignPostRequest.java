package dev.unpin.blob.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Signs an upload within bounds.
 *
 * @param key the key of the blob, exactly
 * @param head what is stored beside the bytes, all of it exactly
 * @param minBytes the least length in bytes
 * @param maxBytes the greatest length in bytes
 * @param crc32c the CRC-32C of the bytes, 0 to 2<sup>32</sup> - 1, or null if the client has not told it
 * @param lifetime for how long the signature is valid
 */
public record PresignPostRequest(
        String key,
        BlobHead head,
        long minBytes,
        long maxBytes,
        @Nullable Long crc32c,
        Duration lifetime) {}
