package dev.unpin.session;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Optional;

/**
 * A parallel request has just renewed the session's secret (somebody signed in), and this request still came with the
 * old cookie. It gets neither the session nor a new one whose cookie would overwrite the renewed one; the browser
 * repeats it with the cookie it has by then. Code {@code session-renewed}, effect {@link Effect#REFUSED}, HTTP status
 * 409.
 */
public final class SessionRenewedException extends UnpinException {
    private static final long serialVersionUID = 1L;

    SessionRenewedException() {
        super(
                "session-renewed",
                Effect.REFUSED,
                409,
                "the session was renewed by a parallel request; repeat this one with the new cookie",
                null);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.of(Duration.ofSeconds(1));
    }
}
