package dev.unpin.token.spi;

import dev.unpin.seal.SecretHash;
import java.time.Duration;
import java.util.Objects;

/**
 * Opens a family of refresh tokens.
 *
 * @param owner whose, as stores see it: 22 letters, digits, hyphens and underscores
 * @param family its id, of the same form
 * @param token the hash of its first token's secret
 * @param details what to keep beside it, at most {@value StoredFamily#MAX_DETAILS} characters
 * @param idleTimeout after how long without use it is over
 * @param absoluteTimeout after how long it is over at the latest
 * @param maxFamilies how many the owner may have, this one included; at least 1
 */
public record OpenFamilyRequest(
        String owner,
        String family,
        SecretHash token,
        String details,
        Duration idleTimeout,
        Duration absoluteTimeout,
        int maxFamilies) {
    /**
     * Takes what to open.
     *
     * @param owner whose
     * @param family its id
     * @param token the hash of its first token's secret
     * @param details what to keep beside it
     * @param idleTimeout after how long without use it is over
     * @param absoluteTimeout after how long it is over at the latest
     * @param maxFamilies how many the owner may have
     * @throws IllegalArgumentException if a component is not as said
     */
    public OpenFamilyRequest {
        FamilyIds.check(owner, "owner");
        FamilyIds.check(family, "family");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(idleTimeout, "idleTimeout");
        Objects.requireNonNull(absoluteTimeout, "absoluteTimeout");
        if (details.length() > StoredFamily.MAX_DETAILS) {
            throw new IllegalArgumentException(
                    "details have at most " + StoredFamily.MAX_DETAILS + " characters, not " + details.length());
        }
        if (maxFamilies < 1) {
            throw new IllegalArgumentException("maxFamilies is at least 1, not " + maxFamilies);
        }
    }

    /** Shows the family only: the details are personal. */
    @Override
    public String toString() {
        return "OpenFamilyRequest[" + family + "]";
    }
}
