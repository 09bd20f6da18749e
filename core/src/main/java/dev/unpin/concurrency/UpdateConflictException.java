package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;

/**
 * Others kept changing the same thing for as long as an update was willing to try; nothing was stored, and the request
 * may be repeated. Code {@code update-conflict}, effect {@link Effect#REFUSED}, HTTP status 409.
 */
public final class UpdateConflictException extends UnpinException {
    private static final long serialVersionUID = 1L;

    UpdateConflictException(String what) {
        super("update-conflict", Effect.REFUSED, 409, "others kept changing " + what + "; repeat the request", null);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofSeconds(1));
    }
}
