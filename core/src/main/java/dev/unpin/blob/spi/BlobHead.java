package dev.unpin.blob.spi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is stored beside a blob's bytes, in the form in which it travels: header values of visible ASCII and spaces,
 * already checked and encoded. A store keeps and returns them as they are. Immutable.
 *
 * @param contentType the value of {@code Content-Type}, or null
 * @param cacheControl the value of {@code Cache-Control}, or null
 * @param contentDisposition the value of {@code Content-Disposition}, or null
 * @param metadata names of lower-case letters, digits and hyphens with their values; at most 2,048 bytes together
 */
public record BlobHead(
        @Nullable String contentType,
        @Nullable String cacheControl,
        @Nullable String contentDisposition,
        Map<String, String> metadata) {
    /**
     * Copies the metadata.
     *
     * @param contentType the value of {@code Content-Type}, or null
     * @param cacheControl the value of {@code Cache-Control}, or null
     * @param contentDisposition the value of {@code Content-Disposition}, or null
     * @param metadata names and values
     */
    public BlobHead {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }
}
