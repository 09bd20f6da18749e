package dev.unpin.token.jwt;

import dev.unpin.token.TokenException;
import java.util.Optional;

/**
 * Where a verifier finds the keys of one issuer: a {@link KeyRing}, or what {@link Jwks} reads. Implementations are
 * thread-safe. Keys of two issuers never share one instance, since their ids might be equal.
 */
@FunctionalInterface
public interface VerificationKeys {
    /**
     * Finds a key. Called for every token, also for those that are in the cache of verified ones: a key that is no
     * longer found, or is another under the same id, makes its tokens worthless at once.
     *
     * @param id what a token's header says; not proven, so it must not cost much
     * @return the key that is trusted now under this id, or empty
     * @throws TokenException with {@link dev.unpin.token.TokenRejection#UNDECIDABLE} if that cannot be told now
     */
    Optional<VerificationKey> find(String id);
}
