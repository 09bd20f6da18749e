package dev.unpin.token.refresh;

/**
 * Is told that a family was revoked, so that its access tokens are revoked as well: a blocklist, which keeps that
 * elsewhere than the families and so has to be told in a second step. Implementations are thread-safe.
 */
@FunctionalInterface
public interface FamilyRevocation {
    /**
     * Revokes the access tokens of a family. Called again, possibly by another instance, until it returns; so it may be
     * called more than once for a family.
     *
     * @param familyId the family: the session id of its access tokens
     * @throws RuntimeException if it could not be done now
     */
    void revoke(String familyId);
}
