package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;

/**
 * Another had the lock for as long as the caller would wait, or the caller was interrupted while waiting; nothing is
 * held. Code {@code lock-busy}, effect {@link Effect#REFUSED}, HTTP status 409, with a pause until the other's lease
 * ends.
 */
public final class LockBusyException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private final Duration remaining;

    private LockBusyException(String message, Duration remaining) {
        super("lock-busy", Effect.REFUSED, 409, message, null);
        this.remaining = remaining;
    }

    static LockBusyException taken(String name, Duration remaining) {
        return new LockBusyException("another has the lock " + name, remaining);
    }

    static LockBusyException interrupted(String name, Duration remaining) {
        return new LockBusyException("interrupted while waiting for the lock " + name, remaining);
    }

    /**
     * Returns for how long the other had the lock when it was last looked at; it may be renewed, or released before.
     */
    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(remaining);
    }
}
