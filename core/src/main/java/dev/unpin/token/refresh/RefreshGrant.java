package dev.unpin.token.refresh;

import java.util.Objects;

/**
 * A refresh token to be handed to a client, and whose it is. Immutable.
 *
 * <p>For the access token that goes with it take {@link RefreshFamily#id} as its session id and
 * {@link RefreshFamily#usedAt} as its moment of issue.
 *
 * @param token the token's text, about 150 letters, digits, {@code -}, {@code _} and two dots; a secret of the client
 * @param family the sign-in it belongs to
 */
public record RefreshGrant(String token, RefreshFamily family) {
    /**
     * Takes a token.
     *
     * @param token the token's text
     * @param family the sign-in it belongs to
     */
    public RefreshGrant {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(family, "family");
    }

    /** Shows all but the token. */
    @Override
    public String toString() {
        return "RefreshGrant[" + family + "]";
    }
}
