package dev.unpin.blob;

import java.time.Instant;

/**
 * A blob that is being uploaded in parts, or was until its instance died. Immutable.
 *
 * @param key the key that it will have
 * @param begun when its upload began, by the store's clock
 */
public record PendingBlob(String key, Instant begun) {}
