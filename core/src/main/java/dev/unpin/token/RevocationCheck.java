package dev.unpin.token;

import dev.unpin.StoreException;
import java.time.Duration;

/**
 * Whom a verifier asks whether a token that is good by itself has been taken back. Implementations are thread-safe, and
 * compare the token's issuer with each of its other properties, since ids and subjects of two issuers may be equal.
 */
public interface RevocationCheck {
    /**
     * Judges by what this instance knows. No round trip, unless the policy for old news is to ask the store.
     *
     * @param token a token whose signature and claims are good
     * @return the verdict; never null, and never an exception for an outage
     */
    RevocationStatus check(AccessToken token);

    /**
     * Judges by the store's own word. One round trip.
     *
     * @param token a token whose signature and claims are good
     * @return {@link RevocationStatus#NOT_REVOKED} or {@link RevocationStatus#REVOKED}
     * @throws StoreException if the store is down, silent or refuses to work
     */
    RevocationStatus confirm(AccessToken token);

    /**
     * Returns for how long a revocation is remembered. A verifier refuses tokens that live longer: they would come back
     * to life. Revocations have to be kept for {@link TokenVerifier#MAX_CLOCK_SKEW} beyond it.
     *
     * @return the longest lifetime of a token that can be judged, from its issue to its expiry
     */
    Duration maxTokenLifetime();
}
