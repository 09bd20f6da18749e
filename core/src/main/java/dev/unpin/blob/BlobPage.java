package dev.unpin.blob;

import java.util.List;
import java.util.Optional;

/**
 * A page of a listing. Immutable.
 *
 * @param entries blobs and prefixes in the order of the UTF-8 bytes of their names
 * @param next what to give to {@link ListOptions#pageToken} for the page that follows, empty if this is the last; safe
 *     to print in a link
 */
public record BlobPage(List<BlobEntry> entries, Optional<String> next) {
    /**
     * Copies the list.
     *
     * @param entries blobs and prefixes in order
     * @param next where to go on, if anything follows
     */
    public BlobPage {
        entries = List.copyOf(entries);
    }
}
