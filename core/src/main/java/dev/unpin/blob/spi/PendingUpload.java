package dev.unpin.blob.spi;

import java.time.Instant;

/**
 * An upload that was begun and neither completed nor aborted. Immutable.
 *
 * @param key the key of the blob it is to become
 * @param uploadId what {@link BlobStore#beginUpload} returned
 * @param begun when it was begun, by the store's clock
 */
public record PendingUpload(String key, String uploadId, Instant begun) {}
