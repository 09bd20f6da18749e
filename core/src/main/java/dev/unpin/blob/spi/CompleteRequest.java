package dev.unpin.blob.spi;

import dev.unpin.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the parts of an upload as one blob.
 *
 * @param key the key of the blob
 * @param uploadId what {@link BlobStore#beginUpload} returned
 * @param parts all parts, by rising numbers without a gap, at least one
 * @param condition {@link Condition.Kind#ANY}, {@link Condition.Kind#ABSENT} or exactly one version
 * @param crc32c the CRC-32C of the whole blob, 0 to 2<sup>32</sup> - 1, which the store should verify and keep; null if
 *     nobody knows it
 */
public record CompleteRequest(
        String key,
        String uploadId,
        List<StoredPart> parts,
        Condition condition,
        @Nullable Long crc32c) {
    /**
     * Copies the list.
     *
     * @param key the key of the blob
     * @param uploadId what {@link BlobStore#beginUpload} returned
     * @param parts all parts
     * @param condition what is demanded of what is stored
     * @param crc32c the CRC-32C of the whole blob, or null
     */
    public CompleteRequest {
        parts = List.copyOf(parts);
    }

    /**
     * Returns how large the blob will be.
     *
     * @return the sum of the sizes of its parts, in bytes
     */
    public long size() {
        return parts.stream().mapToLong(StoredPart::size).sum();
    }
}
