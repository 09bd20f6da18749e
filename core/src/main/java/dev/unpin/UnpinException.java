package dev.unpin;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root of every exception that Unpin throws on purpose; programs act on the subclass or on {@link #code()}, never on
 * the message.
 *
 * <p>Messages name what was wrong and what is allowed. They never hold a secret, a token or a stored value. Programming
 * errors (a null argument, a negative duration) are the JDK's {@link NullPointerException} and
 * {@link IllegalArgumentException} instead. Instances are as thread-safe as any {@link Throwable}.
 */
public abstract class UnpinException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final Effect effect;
    private final int httpStatus;

    /**
     * Describes a failure.
     *
     * @param code lower-case words joined by hyphens, stable across releases
     * @param effect what the failed operation did to the store
     * @param httpStatus the HTTP status an application answers with when this error ends a request, 400 to 599
     * @param message what was wrong and what is allowed, for people; no secrets
     * @param cause what the driver or codec reported, if anything
     */
    protected UnpinException(String code, Effect effect, int httpStatus, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.code = Objects.requireNonNull(code, "code");
        this.effect = Objects.requireNonNull(effect, "effect");
        this.httpStatus = httpStatus;
    }

    /**
     * Returns the machine-readable name of this kind of failure, for instance {@code session-conflict}.
     *
     * @return lower-case words joined by hyphens, stable across releases
     */
    public final String code() {
        return code;
    }

    /**
     * Returns what the failed operation did to the store.
     *
     * @return refused, not sent, or unknown
     */
    public final Effect effect() {
        return effect;
    }

    /**
     * Returns the HTTP status that fits when this error ends a request.
     *
     * @return a status between 400 and 599
     */
    public final int httpStatus() {
        return httpStatus;
    }

    /**
     * Returns how long a client should wait before it repeats the request, if repeating can help.
     *
     * @return the pause, or empty where a repetition would fail alike
     */
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /**
     * Returns what a client has to present, as the value of {@code WWW-Authenticate} (RFC 9110, section 11.6.1), if
     * that is what was wrong.
     *
     * @return a challenge, or empty where credentials would not help
     */
    public Optional<String> challenge() {
        return Optional.empty();
    }
}
