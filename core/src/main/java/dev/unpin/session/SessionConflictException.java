package dev.unpin.session;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Other requests kept changing the same values, so that no {@link Session#update} of this commit could be applied;
 * nothing was stored, and the request may be repeated. Code {@code session-conflict}, effect {@link Effect#REFUSED},
 * HTTP status 409.
 */
public final class SessionConflictException extends UnpinException {
    private static final long serialVersionUID = 1L;

    SessionConflictException(Set<String> keys) {
        super(
                "session-conflict",
                Effect.REFUSED,
                409,
                "other requests kept changing " + keys + "; repeat the request",
                null);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofSeconds(1));
    }
}
