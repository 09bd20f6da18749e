package dev.unpin.session.spi;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.Collection;

/**
 * Knows which sessions each owner has signed in, for all instances of a service. Implementations are thread-safe, take
 * time from one clock for all instances (a server's, where there is one), and do every call in one atomic step and, on
 * a remote store, one round trip. Every call may be repeated.
 *
 * <p>An entry says that a session was signed in, not that it still is: sessions end without the index being told. An
 * entry ends by itself. A mark on an entry says that its session is to be ended; it is there to be found by the next
 * caller, should the one who set it not come to ending the session, and is never taken back.
 */
public interface OwnerStore {
    /**
     * Enters a session as its owner's newest, or, if it is there already, makes it the newest and gives it the new
     * label; a mark on it stays.
     *
     * @param owner who has signed in
     * @param sessionId the session, which has been stored before
     * @param label what the application calls it; may be empty
     * @param keep for how long from now the entry is kept at least; it ends then, or when it would have ended before
     * @return all entries of the owner, this one among them
     * @throws StoreException if the store is down, silent or refuses to work
     */
    OwnerEntries add(String owner, String sessionId, String label, Duration keep);

    /**
     * Reads all entries of an owner.
     *
     * @param owner who has signed in
     * @return the entries, none for an owner that is not known
     * @throws StoreException if the store is down, silent or refuses to work
     */
    OwnerEntries list(String owner);

    /**
     * Marks entries. Those that are not there are passed over.
     *
     * @param owner whose sessions these are
     * @param sessionIds which of them are to be ended
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void mark(String owner, Collection<String> sessionIds);

    /**
     * Forgets entries, marked or not. Those that are not there are passed over.
     *
     * @param owner whose sessions these were
     * @param sessionIds which of them are over
     * @throws StoreException if the store is down, silent or refuses to work
     */
    void remove(String owner, Collection<String> sessionIds);
}
