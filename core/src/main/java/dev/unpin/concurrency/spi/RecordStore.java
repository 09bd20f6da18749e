package dev.unpin.concurrency.spi;

import dev.unpin.StoreException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps records for all instances of a service: bytes under a collection and a key, each with a version.
 * Implementations are thread-safe, take time from one clock for all instances (a server's, where there is one), and do
 * every write in one atomic step and one round trip.
 *
 * <p>Versions of one key are microseconds since 1970 by the store's clock, each at least one above the one before.
 * Whoever removes a record, or lets it expire, leaves its last version for {@link RecordWrite#tombstone}; so no version
 * ever comes again while the clock steps back by less than that. The ids of the last 32 writes of a key are remembered
 * with the versions they made, for a minute at least unless others follow, beyond removal and expiry as well.
 */
public interface RecordStore {
    /**
     * Reads a record.
     *
     * @param collection its collection
     * @param key its key
     * @return the record, or empty if there is none or it has expired
     * @throws StoreException if the store is down, silent or refuses to work
     */
    Optional<StoredRecord> find(String collection, String key);

    /**
     * Reads several records, each as it is at some moment during the call.
     *
     * @param collection their collection
     * @param keys their keys
     * @return the records that there are, by key
     * @throws StoreException if the store is down, silent or refuses to work
     */
    Map<String, StoredRecord> findAll(String collection, Set<String> keys);

    /**
     * Stores or removes a record if its condition is met: all of it or nothing.
     *
     * <p>In this order: a write that is among the recent ones is answered as when it first arrived; one whose condition
     * names the current version is applied, since that version proves that it never was; the recent writes reach back
     * to {@link RecordWrite#baseVersion()}, else {@link RecordReply.Status#STALE}; any other condition is met, else
     * {@link RecordReply.Status#CONFLICT}; there is something to remove, else {@link RecordReply.Status#NOTHING}.
     *
     * @param write what to do
     * @return what was done; only {@link RecordReply.Status#WRITTEN} changed anything
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} the
     *     write was applied once or not at all
     */
    RecordReply write(RecordWrite write);

    /**
     * Asks the store whether it could serve a request now; changes nothing.
     *
     * @throws StoreException if it could not
     */
    void ping();
}
