package dev.unpin.session.spi;

import dev.unpin.seal.SecretHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates or changes one session. The same request may reach a store twice, and counts once.
 *
 * @param kind what it does
 * @param id the session's id
 * @param secret the hash of the secret: a new session's first one, else the one that the session must have now
 * @param writeId a random number by which the store recognises this write when it arrives again
 * @param baseVersion a version that the session had before this request was first sent; 0 unless {@link Kind#UPDATE}
 * @param timeouts how long the session lives; the absolute one counts at its creation only
 * @param limits how large it may become
 * @param owner who signs in, or null if the owner stays as it is
 * @param renewal what replaces the secret, or null if it stays as it is
 * @param changes what happens to which fields, no name twice; not to be modified
 */
public record CommitRequest(
        Kind kind,
        String id,
        SecretHash secret,
        long writeId,
        long baseVersion,
        SessionTimeouts timeouts,
        SessionLimits limits,
        @Nullable String owner,
        @Nullable Renewal renewal,
        List<FieldChange> changes) {
    /** What a request does. */
    public enum Kind {
        /** Stores a session that was not there; one that is there under the same id is left alone. */
        CREATE,
        /** Changes a session; never brings one back. */
        UPDATE
    }

    /**
     * Stores a new session without fields.
     *
     * @param id its id, new and random
     * @param secret the hash of its secret
     * @param writeId a random number
     * @param timeouts how long it lives
     * @param limits how large it may become
     * @return the request, to be added to
     */
    public static CommitRequest create(
            String id, SecretHash secret, long writeId, SessionTimeouts timeouts, SessionLimits limits) {
        return new CommitRequest(Kind.CREATE, id, secret, writeId, 0, timeouts, limits, null, null, List.of());
    }

    /**
     * Changes a stored session; by itself it only moves the idle deadline.
     *
     * @param id the session's id
     * @param secret the hash of its secret as the caller knows it
     * @param writeId a random number
     * @param baseVersion a version that the session had before this request was first sent
     * @param timeouts how long it lives
     * @param limits how large it may become
     * @return the request, to be added to
     */
    public static CommitRequest update(
            String id,
            SecretHash secret,
            long writeId,
            long baseVersion,
            SessionTimeouts timeouts,
            SessionLimits limits) {
        return new CommitRequest(
                Kind.UPDATE, id, secret, writeId, baseVersion, timeouts, limits, null, null, List.of());
    }

    /**
     * Adds an owner.
     *
     * @param newOwner who signs in
     * @return the request with it
     */
    public CommitRequest withOwner(String newOwner) {
        return new CommitRequest(kind, id, secret, writeId, baseVersion, timeouts, limits, newOwner, renewal, changes);
    }

    /**
     * Adds a new secret.
     *
     * @param newSecret what replaces the secret
     * @return the request with it
     */
    public CommitRequest withRenewal(Renewal newSecret) {
        return new CommitRequest(kind, id, secret, writeId, baseVersion, timeouts, limits, owner, newSecret, changes);
    }

    /**
     * Gives the changes of the fields.
     *
     * @param all what happens to which fields, no name twice
     * @return the request with these changes instead of those it had
     */
    public CommitRequest withChanges(List<FieldChange> all) {
        return new CommitRequest(kind, id, secret, writeId, baseVersion, timeouts, limits, owner, renewal, all);
    }
}
