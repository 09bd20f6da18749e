package dev.unpin.token;

import java.time.Instant;
import java.util.Objects;

/**
 * A token just issued. Immutable. {@link #text()} is a secret of the client; the rest may be logged.
 *
 * @param text the token itself
 * @param id its id, for instance the {@code jti} of a JWT
 * @param issuedAt when, in milliseconds
 * @param expiresAt the first moment at which it is no longer valid
 */
public record IssuedToken(String text, String id, Instant issuedAt, Instant expiresAt) {
    /**
     * Takes what was issued.
     *
     * @param text the token itself
     * @param id its id
     * @param issuedAt when
     * @param expiresAt the first moment at which it is no longer valid
     */
    public IssuedToken {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(issuedAt, "issuedAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Shows all but the token. */
    @Override
    public String toString() {
        return "IssuedToken[" + id + ", expires " + expiresAt + "]";
    }
}
