package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;

/**
 * Another has the lock; nothing was taken. Code {@code lock-busy}, effect {@link Effect#REFUSED}, HTTP status 409, with a
 * pause until the other's lease ends.
 */
public final class LockBusyException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private final Duration remaining;

    LockBusyException(String name, Duration remaining) {
        super("lock-busy", Effect.REFUSED, 409, "another has the lock " + name, null);
        this.remaining = remaining;
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(remaining);
    }
}
