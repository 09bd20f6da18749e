package dev.unpin.http;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request's {@code Cookie} header says about the session cookie; immutable.
 *
 * <p>A value is only there when it is {@link Status#PRESENT}. {@link #toString()} never shows it, since it is a secret.
 */
public final class CookieReading {
    /** The five things a {@code Cookie} header can say. */
    public enum Status {
        /** There is no cookie of this name. */
        ABSENT,

        /** There is one value, made of allowed characters only. It says nothing yet about who made it. */
        PRESENT,

        /**
         * The value is empty, too long, or holds characters that {@link SessionCookie#setCookie(String)} never sends.
         */
        MALFORMED,

        /** The name appears with different values, so that somebody other than this service set one of them. */
        AMBIGUOUS,

        /** The header is longer than {@link SessionCookie#MAX_HEADER_LENGTH} and was not read. */
        OVERSIZED
    }

    static final CookieReading ABSENT = new CookieReading(Status.ABSENT, null);
    static final CookieReading MALFORMED = new CookieReading(Status.MALFORMED, null);
    static final CookieReading AMBIGUOUS = new CookieReading(Status.AMBIGUOUS, null);
    static final CookieReading OVERSIZED = new CookieReading(Status.OVERSIZED, null);

    private final Status status;
    private final @Nullable String value;

    private CookieReading(Status status, @Nullable String value) {
        this.status = status;
        this.value = value;
    }

    static CookieReading present(String value) {
        return new CookieReading(Status.PRESENT, Objects.requireNonNull(value, "value"));
    }

    /**
     * Returns which of the five cases this is.
     *
     * @return the case
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the cookie's value.
     *
     * @return the value, or empty unless {@link #status()} is {@link Status#PRESENT}
     */
    public Optional<String> value() {
        return Optional.ofNullable(value);
    }

    /** Names the case, never the value. */
    @Override
    public String toString() {
        return "CookieReading[" + status + "]";
    }
}
