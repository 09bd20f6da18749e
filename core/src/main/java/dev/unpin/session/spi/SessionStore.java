package dev.unpin.session.spi;

import dev.unpin.StoreException;
import dev.unpin.seal.SecretHash;
import java.util.Optional;

/**
 * Keeps sessions for all instances of a service. Implementations are thread-safe, take time from one clock for all
 * instances (a server's, where there is one), and do every call in one atomic step and, on a remote store, one round
 * trip.
 *
 * <p>What is stored of a session: the hash of its secret and, for a short while after a renewal, of the previous one;
 * its owner; its creation time, idle and absolute deadline, which only ever move forward; the version of its last
 * commit; the ids of its recent writes; and its fields, each with the version of the commit that wrote it. Versions of
 * one session rise with every commit and never repeat. A session past a deadline is as good as gone: no call shows or
 * changes it.
 */
public interface SessionStore {
    /**
     * Reads a session and, if its idle deadline would move forward by at least {@link LoadRequest#touchInterval()},
     * moves it to now plus {@link LoadRequest#idleTimeout()}, never past the absolute deadline.
     *
     * @param request which session, proven by which secret
     * @return the session, or why there is none; only {@link LoadReply.Status#FOUND} shows or touches any of its data
     * @throws StoreException if the store is down, silent or refuses to work
     */
    LoadReply load(LoadRequest request);

    /**
     * Creates or changes a session: all of the request or nothing.
     *
     * <p>The checks, in this order, of a request that changes a session: it exists and is within its deadlines, else
     * {@link CommitReply.Status#ENDED}; the write is not among the recent ones, else the reply to its first arrival is
     * given again; the recent writes reach back to {@link CommitRequest#baseVersion()}, else
     * {@link CommitReply.Status#STALE}; the secret is the current one, else {@link CommitReply.Status#RENEWED}; every
     * conditional change finds the version it expects, else {@link CommitReply.Status#CONFLICT}; the result is within
     * the limits, else {@link CommitReply.Status#TOO_MANY_KEYS} or {@link CommitReply.Status#TOO_LARGE}.
     *
     * <p>Of a request that creates a session: nothing is stored under its id, else the reply to its first arrival is
     * given again if this is the same write, and a {@link StoreException} with {@link dev.unpin.Effect#REFUSED} thrown
     * if it is another; then its conditions and limits, as above.
     *
     * @param request what to do
     * @return what was done; only {@link CommitReply.Status#SAVED} changed anything
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     request was applied once or not at all
     */
    CommitReply commit(CommitRequest request);

    /**
     * Ends a session for good: its data is erased, and no later call brings it back, not even its own creation, if that
     * was sent less than a minute ago and arrives again. May be repeated.
     *
     * @param id which session
     * @param secret the hash of its secret
     * @return {@link EndReply#ENDED} if the session is gone now, whoever ended it
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     session may or may not be gone
     */
    EndReply end(String id, SecretHash secret);

    /**
     * Ends a session on behalf of its owner, who need not know its secret; for the rest, what {@link #end} does. May be
     * repeated.
     *
     * @param id which session
     * @param owner who must have signed in
     * @return true if the session is gone now, whoever ended it; false if it is there and is not this owner's
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     session may or may not be gone
     */
    boolean endOwned(String id, String owner);

    /**
     * Tells whether a session is there, and of it what is nobody's secret. Touches nothing.
     *
     * @param id which session
     * @return its summary, or empty if it never was, has ended or is past a deadline
     * @throws StoreException if the store is down, silent or refuses to work
     */
    Optional<SessionSummary> describe(String id);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
