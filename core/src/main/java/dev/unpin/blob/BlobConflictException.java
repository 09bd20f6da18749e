package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;

/**
 * Others kept writing the same blob, so that a conditional write or an update could not be applied; nothing was stored,
 * and the request may be repeated. Code {@code blob-conflict}, effect {@link Effect#REFUSED}, HTTP status 409.
 */
public final class BlobConflictException extends UnpinException {
    private static final long serialVersionUID = 1L;

    BlobConflictException(String key) {
        super("blob-conflict", Effect.REFUSED, 409, "others kept writing " + key + "; repeat the request", null);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofSeconds(1));
    }
}
