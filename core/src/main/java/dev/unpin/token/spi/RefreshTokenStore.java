package dev.unpin.token.spi;

import dev.unpin.StoreException;
import java.util.List;

/**
 * Keeps families of refresh tokens for all instances of a service. A family is one sign-in: the token that was handed
 * out first, and those that have followed it one by one. Implementations are thread-safe, take time from one clock for
 * all instances (a server's, where there is one), and do every call in one atomic step and, on a remote store, one
 * round trip.
 *
 * <p>Families are kept by owner. What is stored of a family: the hash of its newest token and how many came before it,
 * when the last {@value #RECENT} of those were replaced, its times, which only ever move forward, and a text that the
 * store does not read. A family past a deadline is as good as gone. A revoked one is remembered for
 * {@link StoredFamily#REVOKED_KNOWN_FOR}, so that nothing that arrives late brings it back.
 *
 * <p>Revoked families have to be told to others, who keep them elsewhere. Until {@link #acknowledge} a store names them
 * in every reply about their owner, the last {@value #MOST_UNTOLD} of them.
 */
public interface RefreshTokenStore {
    /** Of how many replaced tokens of a family a store knows when they were replaced. */
    int RECENT = 8;

    /** How many revoked families of an owner a store names until they are acknowledged: those revoked last. */
    int MOST_UNTOLD = 256;

    /**
     * Opens a family. If the owner has {@link OpenFamilyRequest#maxFamilies()} that are neither revoked nor over, the
     * one used least recently is revoked for it. May be repeated: a family that is there already is left as it is.
     *
     * @param request which family, for whom
     * @return the family as it is now
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     family may have been opened, which nobody can use without its token
     */
    OpenFamilyReply open(OpenFamilyRequest request);

    /**
     * Replaces a family's newest token by the next one, or says why not.
     *
     * <p>The checks, in this order: the family is there, else {@link RotateReply.Status#UNKNOWN}; it is not revoked,
     * else {@link RotateReply.Status#REVOKED}, or {@link RotateReply.Status#REUSED} again for a token that had been
     * reused; it is within its deadlines, else {@link RotateReply.Status#EXPIRED}. Then, by the token's generation: the
     * newest one is replaced if its hash is the stored one, else {@link RotateReply.Status#UNKNOWN}. One newer than the
     * newest proves that the store has lost rotations: it is replaced likewise. An older one that was replaced within
     * {@link RotateRequest#grace()} gets {@link RotateReply.Status#REPLAYED} (the one before the newest only if its
     * successor is the newest, else {@link RotateReply.Status#UNKNOWN}). Any other older one was reused: the family is
     * revoked.
     *
     * <p>May be repeated within the grace. A call that arrives again is answered by {@link RotateReply.Status#ROTATED}
     * again while it is the last one that rotated its family.
     *
     * @param request which token, and the one to follow it
     * @return what was done
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     token may have been replaced, and the same call within the grace tells
     */
    RotateReply rotate(RotateRequest request);

    /**
     * Revokes a family for good: no later call brings it back. May be repeated.
     *
     * @param owner whose
     * @param family which
     * @return that family if it was revoked by this call
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     family may or may not be revoked
     */
    RevokeReply revoke(String owner, String family);

    /**
     * Revokes all families of an owner for good. May be repeated.
     *
     * @param owner whose
     * @return the families that were revoked by this call
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     families may or may not be revoked
     */
    RevokeReply revokeAll(String owner);

    /**
     * Lists the families of an owner that are neither revoked nor over. Changes nothing.
     *
     * @param owner whose
     * @return the families, in no particular order
     * @throws StoreException if the store is down, silent or refuses to work
     */
    FamilyList list(String owner);

    /**
     * Takes note that others have been told of revoked families. May be repeated.
     *
     * @param owner whose
     * @param families which; others than those to be told are passed over
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     families may be named again
     */
    void acknowledge(String owner, List<String> families);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
