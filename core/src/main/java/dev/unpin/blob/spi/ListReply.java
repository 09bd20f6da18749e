package dev.unpin.blob.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of keys. Immutable.
 *
 * @param blobs the blobs whose keys were not cut, in the order of their keys' UTF-8 bytes
 * @param prefixes the cut keys, each once and with the delimiter at its end, in the same order
 * @param nextToken where to go on, 1 to 4,096 characters, or null if this was the last page
 */
public record ListReply(
        List<ListedBlob> blobs,
        List<String> prefixes,
        @Nullable String nextToken) {
    /**
     * Copies the lists.
     *
     * @param blobs the blobs whose keys were not cut
     * @param prefixes the cut keys
     * @param nextToken where to go on, or null
     */
    public ListReply {
        blobs = List.copyOf(blobs);
        prefixes = List.copyOf(prefixes);
    }
}
