package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;

/**
 * Other uploads of this instance took all of {@link BlobsBuilder#uploadMemory} for longer than
 * {@link BlobsBuilder#uploadPatience}; nothing was stored. Code {@code blob-busy}, effect {@link Effect#NOT_SENT}, HTTP
 * status 503 with a pause of one second.
 */
public final class BlobBusyException extends UnpinException {
    private static final long serialVersionUID = 1L;

    BlobBusyException(Duration patience) {
        super(
                "blob-busy",
                Effect.NOT_SENT,
                503,
                "other uploads took all of uploadMemory for " + patience + "; repeat later, or allow for more",
                null);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofSeconds(1));
    }
}
