package dev.unpin.concurrency;

import dev.unpin.Condition;
import dev.unpin.PreconditionFailedException;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.Versioned;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.StoredRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Values of one type under keys, kept in a store that all instances share, each with a version: nobody overwrites what
 * he has not seen. Immutable and thread-safe; made once per collection. Nothing needs closing.
 *
 * <pre>{@code
 * Records<Stock> stock = Records.builder(RedisRecordStore.create(redis), "stock", Stock.class).codecs(json).build();
 * Versioned<Stock> seen = stock.get("sku-1");                        // ETag: seen.version().etag()
 * stock.put("sku-1", next, Condition.ifMatch(ifMatchHeader));        // 412 if it has changed, 428 without the header
 * stock.update("sku-1", s -> s.take(2));                             // again if another instance was faster
 * }</pre>
 *
 * <p>A key is any text of 1 to 256 bytes in UTF-8. Reading one is one round trip, writing one as well, an update that
 * nobody disturbs two, and each conflict costs an update one more, every second one two. A write without a version
 * costs one more where the store cannot tell at once that it has never seen it: at a key that is written more than 32
 * times a minute, or by an instance that has not asked the store before.
 *
 * <p>Every write is one atomic step. Versions come from the store's clock and only rise, also beyond removal, expiry
 * and a restart that lost everything, as long as that clock steps back by less than a removed record is remembered (24
 * hours by default); so a version that was seen once never names another value. A write whose answer was lost is sent
 * again by the driver, recognised, and counts once, or ends as {@link StoreException} with
 * {@link dev.unpin.Effect#UNKNOWN}; it never seems to conflict with itself. All calls throw a {@link StoreException} if
 * the store is down, silent or refuses to work.
 *
 * @param <T> the type of the values, which should be immutable
 */
public final class Records<T> {
    private static final int MOST_AT_ONCE = 1_000;

    private final RecordSettings<T> settings;

    Records(RecordSettings<T> settings) {
        this.settings = settings;
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the records are kept; not closed
     * @param collection what tells them from other records, for instance {@code orders}: 1 to 64 letters, digits, dots,
     *     underscores and hyphens
     * @param type the class of the values
     * @param <T> the type of the values
     * @return a builder
     * @throws IllegalArgumentException if the collection's name is malformed
     */
    public static <T> RecordsBuilder<T> builder(RecordStore store, String collection, Class<T> type) {
        return new RecordsBuilder<>(store, collection, type);
    }

    /**
     * Reads what has to be there. One round trip.
     *
     * @param key the record's key
     * @return the value and its version
     * @throws RecordNotFoundException if there is no such record
     * @throws dev.unpin.codec.CodecException if what is stored cannot be read
     */
    public Versioned<T> get(String key) {
        return find(key).orElseThrow(() -> new RecordNotFoundException(settings.collection()));
    }

    /**
     * Reads what may be there. One round trip.
     *
     * @param key the record's key
     * @return the value and its version, or empty if there is none
     * @throws dev.unpin.codec.CodecException if what is stored cannot be read
     */
    public Optional<Versioned<T>> find(String key) {
        return settings.store()
                .find(settings.collection(), RecordSettings.requireKey(key))
                .map(settings::decode);
    }

    /**
     * Reads several records; each as it is at some moment during the call, not all at the same one.
     *
     * @param keys at most 1000
     * @return an unmodifiable map of those that there are, in the order of the keys
     * @throws IllegalArgumentException if there are more keys
     * @throws dev.unpin.codec.CodecException if one that is stored cannot be read
     */
    public Map<String, Versioned<T>> findAll(Collection<String> keys) {
        Set<String> wanted = new LinkedHashSet<>(keys);
        wanted.forEach(RecordSettings::requireKey);
        if (wanted.size() > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    "keys are at most " + MOST_AT_ONCE + " at once, not " + wanted.size() + "; ask in several calls");
        }
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, StoredRecord> stored = settings.store().findAll(settings.collection(), wanted);
        Map<String, Versioned<T>> found = new LinkedHashMap<>();
        for (String key : wanted) {
            StoredRecord record = stored.get(key);
            if (record != null) {
                found.put(key, settings.decode(record));
            }
        }
        return Collections.unmodifiableMap(found);
    }

    /**
     * Stores a value if a condition is met. One round trip.
     *
     * @param key the record's key
     * @param value the new value
     * @param condition what is demanded of what is stored; of a request, by {@link Condition#ifMatch} or
     *     {@link Condition#ifNoneMatch}
     * @return the version that this write made
     * @throws PreconditionFailedException if the condition is not met; nothing was changed
     * @throws dev.unpin.LimitExceededException if the encoded value is larger than {@code maxValueBytes}
     */
    public Version put(String key, T value, Condition condition) {
        RecordReply reply = write(key, value, condition);
        if (reply.status() != RecordReply.Status.WRITTEN) {
            throw notMet(condition);
        }
        return RecordSettings.version(reply.version());
    }

    /**
     * Stores a value if a condition is met; if it is not, shows what is stored instead. One round trip either way.
     *
     * @param key the record's key
     * @param value the new value
     * @param condition what is demanded of what is stored
     * @return whether it was stored, and what was in the way
     * @throws dev.unpin.LimitExceededException if the encoded value is larger than {@code maxValueBytes}
     * @throws dev.unpin.codec.CodecException if what is in the way cannot be read; nothing was changed
     */
    public PutResult<T> tryPut(String key, T value, Condition condition) {
        RecordReply reply = write(key, value, condition);
        return reply.status() == RecordReply.Status.WRITTEN
                ? PutResult.stored(RecordSettings.version(reply.version()))
                : PutResult.conflict(settings.decodeOrNull(reply.current().orElse(null)));
    }

    /**
     * Removes a record if a condition is met. One round trip. Its version is remembered for a while, see
     * {@link RecordsBuilder#tombstone}.
     *
     * @param key the record's key
     * @param condition what is demanded of what is stored
     * @return true if this call has removed it, false if nothing was there
     * @throws PreconditionFailedException if the condition is not met; nothing was changed
     */
    public boolean remove(String key, Condition condition) {
        RecordReply reply = settings.write(key, condition, null);
        return switch (reply.status()) {
            case WRITTEN -> true;
            case NOTHING -> false;
            case CONFLICT, STALE -> throw notMet(condition);
        };
    }

    /**
     * Changes what is there, depending on what it was; two round trips, one more per conflict, two more for every
     * second one. If the change leaves the very bytes that are stored, nothing is written and nobody's version is
     * outdated; unless records have a time to live, which begins anew with every update.
     *
     * @param key the record's key
     * @param change makes the new value from the current one; pure, since it runs once per try; what it throws ends the
     *     update, and nothing is written
     * @return the value and its version, as stored now
     * @throws RecordNotFoundException if there is no such record; one that is removed meanwhile is not brought back
     * @throws UpdateConflictException if others were faster until the deadline, or the thread was interrupted
     * @throws dev.unpin.LimitExceededException if the encoded value is larger than {@code maxValueBytes}
     */
    public Versioned<T> update(String key, UnaryOperator<T> change) {
        RecordUpdate<T> update = new RecordUpdate<>(settings, RecordSettings.requireKey(key), null, change);
        return settings.updates().run("a record of " + settings.collection(), update::tryOnce);
    }

    /**
     * Like {@link #update(String, UnaryOperator)}, but where there is no record, the change starts from an initial
     * value, and its result is created; also if the record is removed meanwhile.
     *
     * @param key the record's key
     * @param initial what to change if nothing is stored; not itself stored
     * @param change makes the new value from the current or initial one; pure, since it runs once per try
     * @return the value and its version, as stored now
     * @throws UpdateConflictException if others were faster until the deadline, or the thread was interrupted
     * @throws dev.unpin.LimitExceededException if the encoded value is larger than {@code maxValueBytes}
     */
    public Versioned<T> update(String key, T initial, UnaryOperator<T> change) {
        Objects.requireNonNull(initial, "initial");
        RecordUpdate<T> update = new RecordUpdate<>(settings, RecordSettings.requireKey(key), initial, change);
        return settings.updates().run("a record of " + settings.collection(), update::tryOnce);
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One round trip.
     *
     * @throws StoreException if it could not
     */
    public void ping() {
        settings.store().ping();
    }

    private RecordReply write(String key, T value, Condition condition) {
        return settings.write(key, Objects.requireNonNull(condition, "condition"), settings.encode(value));
    }

    private PreconditionFailedException notMet(Condition condition) {
        return new PreconditionFailedException("a record of " + settings.collection() + " does not meet " + condition
                + "; read it again and decide anew");
    }

    /** Names the collection. */
    @Override
    public String toString() {
        return "Records[" + settings.collection() + "]";
    }
}
