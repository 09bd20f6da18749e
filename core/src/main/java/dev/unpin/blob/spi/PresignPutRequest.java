package dev.unpin.blob.spi;

import dev.unpin.Condition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Signs an upload of a known length.
 *
 * @param key the key of the blob, exactly
 * @param head what is stored beside the bytes, all of it signed
 * @param length the length in bytes, exactly
 * @param crc32c the CRC-32C of the bytes, 0 to 2<sup>32</sup> - 1, or null if the client has not told it
 * @param condition {@link Condition.Kind#ANY}, or {@link Condition.Kind#ABSENT} for a request that creates and never
 *     overwrites; not asked for without {@link BlobCapability#CREATE_ONLY}
 * @param lifetime for how long the signature is valid
 */
public record PresignPutRequest(
        String key, BlobHead head, long length, @Nullable Long crc32c, Condition condition, Duration lifetime) {}
