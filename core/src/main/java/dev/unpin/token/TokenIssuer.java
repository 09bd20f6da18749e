package dev.unpin.token;

import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;

/**
 * Issues access tokens that any instance can verify. Implementations are thread-safe and made once per service;
 * {@code JwtIssuer} of module {@code token-jwt} is one.
 */
@FunctionalInterface
public interface TokenIssuer {
    /**
     * Issues a token. No round trip.
     *
     * @param request for whom, and what it says
     * @return the token, to be handed to the client
     * @throws LimitExceededException if the token would be longer than the issuer's budget; the message tells the size
     *     of each claim
     * @throws StoreException if there is no key to sign with now
     */
    IssuedToken issue(TokenRequest request);
}
