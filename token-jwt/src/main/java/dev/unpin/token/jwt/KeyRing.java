package dev.unpin.token.jwt;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An issuer's own keys: one signs, several verify. Implementations are thread-safe. {@link RotatingKeyRing} is one that
 * all instances share and that renews itself; {@link #of} is one that never changes.
 */
public interface KeyRing extends VerificationKeys {
    /**
     * Makes a ring that never changes.
     *
     * @param signing the key that signs, and verifies
     * @param verifying further keys that verify only, for instance the one that signed before
     * @return a ring of these keys
     * @throws IllegalArgumentException if two keys have one id
     */
    static KeyRing of(SigningKey signing, VerificationKey... verifying) {
        List<VerificationKey> all = new ArrayList<>(List.of(verifying));
        all.add(0, signing.verificationKey());
        return new FixedKeyRing(signing, new FixedKeys(all));
    }

    /**
     * Returns the key that signs now. No round trip, unless the ring has never been read.
     *
     * @return the key
     * @throws StoreException if there is none, or too long nobody knows whether it still is the one
     */
    SigningKey signingKey();

    /**
     * Returns the public keys for verifiers elsewhere, as a JWK set (RFC 7517): those that sign, those that soon will,
     * and those whose tokens are still about. Shared secrets are left out.
     *
     * @return JSON, to be served as {@code application/jwk-set+json}
     * @throws StoreException if the ring cannot be read
     */
    String jwkSet();

    /**
     * Returns how long tokens may live so that the key that signed them verifies them to their end.
     *
     * @return the longest lifetime of a token
     */
    Duration maxTokenLifetime();
}
