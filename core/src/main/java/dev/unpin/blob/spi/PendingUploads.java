package dev.unpin.blob.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of pending uploads. Immutable.
 *
 * @param uploads the uploads
 * @param nextToken where to go on, or null if this was the last page
 */
public record PendingUploads(
        List<PendingUpload> uploads, @Nullable String nextToken) {
    /**
     * Copies the list.
     *
     * @param uploads the uploads
     * @param nextToken where to go on, or null
     */
    public PendingUploads {
        uploads = List.copyOf(uploads);
    }
}
