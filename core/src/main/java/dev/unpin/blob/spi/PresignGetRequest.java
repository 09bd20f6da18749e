package dev.unpin.blob.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Signs a download.
 *
 * @param key the key of the blob
 * @param contentType what the answer's {@code Content-Type} has to be instead of the stored one, or null
 * @param contentDisposition what the answer's {@code Content-Disposition} has to be instead of the stored one, or null
 * @param lifetime for how long the signature is valid
 */
public record PresignGetRequest(
        String key, @Nullable String contentType, @Nullable String contentDisposition, Duration lifetime) {}
