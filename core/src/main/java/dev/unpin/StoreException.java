package dev.unpin;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store could not do its part: it is down, silent, or refuses to work. Thrown by drivers, never swallowed on the way.
 *
 * <p>{@link #effect()} tells which of the three it was. The HTTP status is 503, with a pause of one second unless the
 * effect is {@link Effect#UNKNOWN}: then the request must not be repeated without looking first.
 */
public final class StoreException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private StoreException(String code, Effect effect, String message, @Nullable Throwable cause) {
        super(code, effect, 503, message, cause);
    }

    /**
     * No change has left this process; code {@code store-unavailable}.
     *
     * @param message what was tried, on which store, and what to check
     * @param cause what the client library reported
     * @return an exception with {@link Effect#NOT_SENT}
     */
    public static StoreException notSent(String message, @Nullable Throwable cause) {
        return new StoreException("store-unavailable", Effect.NOT_SENT, message, cause);
    }

    /**
     * A change may have been sent, and no answer came by the deadline; code {@code store-outcome-unknown}.
     *
     * @param message what was tried, on which store, and what to check
     * @param cause what the client library reported
     * @return an exception with {@link Effect#UNKNOWN}
     */
    public static StoreException unknown(String message, @Nullable Throwable cause) {
        return new StoreException("store-outcome-unknown", Effect.UNKNOWN, message, cause);
    }

    /**
     * The store answered that it will not do it (out of memory, read-only, no permission); code {@code store-refused}.
     *
     * @param message what was tried, on which store, and what to check
     * @param cause what the client library reported
     * @return an exception with {@link Effect#REFUSED}
     */
    public static StoreException refused(String message, @Nullable Throwable cause) {
        return new StoreException("store-refused", Effect.REFUSED, message, cause);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return effect() == Effect.UNKNOWN ? Optional.empty() : Optional.of(Duration.ofSeconds(1));
    }
}
