package dev.unpin.token.spi;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.List;

/**
 * Keeps what has been revoked, for all instances of a service, and lets each follow it. Implementations are
 * thread-safe, take time from one clock for all instances (a server's, where there is one), and do every call in one
 * atomic step and, on a remote store, one round trip.
 *
 * <p>A store is a map from ids to times, in which the later time always wins, and a feed: every write gets a version
 * higher than all before it, and readers ask for what is above the version they have. From time to time a reader's call
 * makes a <em>beat</em>: it marks the feed with a random id. A position holds such a mark, so that a store can tell
 * whether it is its own past that a reader has seen; a store keeps the marks of the last 32 beats.
 *
 * <p>The memory of a store begins with an <em>epoch</em>, made by the first call that finds none. A store that finds
 * out that anything of it is missing begins a new one.
 */
public interface BlocklistStore {
    /** The longest list that {@link #restore} takes. */
    int MAX_RESTORED = 500;

    /**
     * Revokes. The time of a cutoff is the store's own, rounded down to a millisecond; but never before that of an
     * earlier call.
     *
     * @param request what to revoke
     * @return what is stored now
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} it
     *     may have been revoked, and calling again does no harm
     */
    RevocationReceipt revoke(RevocationRequest request);

    /**
     * Reads on in the feed. What is revoked while pages are being read is on a later one.
     *
     * @param request from where, and how much
     * @return a page
     * @throws StoreException if the store is down, silent or refuses to work
     */
    FeedPage read(FeedRequest request);

    /**
     * Puts back what the store has lost. Each gets a new place in the feed; those that are over are passed over. May
     * run any number of times.
     *
     * @param lost what was there, at most {@value #MAX_RESTORED}
     * @param retention how long cutoffs have to be remembered
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void restore(List<Revocation> lost, Duration retention);

    /**
     * Looks up some ids.
     *
     * @param ids what to look for, a few
     * @return what is known of them
     * @throws StoreException if the store is down, silent or refuses to work
     */
    RevocationLookup find(List<RevokedId> ids);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
