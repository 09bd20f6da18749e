package dev.unpin.token.refresh;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.util.Locale;
import java.util.Objects;

/**
 * A refresh token was not accepted, and whoever holds it has to sign in again. Code {@code refresh-token-} and the
 * status, for instance {@code refresh-token-reused}; effect {@link Effect#REFUSED}; HTTP status 400, as RFC 6749,
 * section 5.2, has it for an {@code invalid_grant}. That a store is down is never reported like this.
 */
public final class RefreshException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private final Rotation.Status status;

    RefreshException(Rotation.Status status) {
        super(
                "refresh-token-" + status.name().toLowerCase(Locale.ROOT),
                Effect.REFUSED,
                400,
                "the refresh token is no longer good; sign in again",
                null);
        this.status = Objects.requireNonNull(status, "status");
    }

    /**
     * Returns why the token was not accepted.
     *
     * @return neither {@link Rotation.Status#ROTATED} nor {@link Rotation.Status#REPLAYED}
     */
    public Rotation.Status status() {
        return status;
    }
}
