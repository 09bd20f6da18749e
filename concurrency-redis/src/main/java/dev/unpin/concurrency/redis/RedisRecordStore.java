package dev.unpin.concurrency.redis;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Records in Redis or Valkey. Thread-safe; made once per service, over a backend that the caller closes.
 *
 * <p>Every call is one step on one key, {@code <namespace>:{<collection>/<key>}:record}, and one round trip, two when a
 * server meets the script that writes for the first time. Several records are read a hundred in one round trip, but
 * each in its own from a Cluster. Time is the server's. A write whose answer was lost is sent again and recognised by
 * its write id, so it counts once.
 *
 * <p>A record without a time to live stays for ever, and so does its key; that of a removed or expired one ends after
 * its {@linkplain RecordWrite#tombstone() tombstone}. Give the server {@code maxmemory-policy noeviction}: an evicted
 * record is lost.
 */
public final class RedisRecordStore implements RecordStore {
    private static final ScriptPart RECORD = ScriptPart.load(RedisRecordStore.class, "redis-scripts/record.lua");
    private static final RedisScript WRITE = RedisScript.load(
            RedisRecordStore.class,
            "redis-scripts/write.lua",
            Repeat.RECOGNISED_WRITE,
            ScriptPart.RECENT_WRITES,
            RECORD);
    private static final byte[] NONE = {};

    private final RedisBackend redis;
    private final ServerClock clock = new ServerClock();

    private RedisRecordStore(RedisBackend redis) {
        this.redis = redis;
    }

    /**
     * Keeps records in a Redis.
     *
     * @param redis where; not closed
     * @return a store that connects when it is first used
     */
    public static RedisRecordStore create(RedisBackend redis) {
        return new RedisRecordStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public Optional<StoredRecord> find(String collection, String key) {
        return read(collection, redis.timeWithHash("concurrency.find", key(collection, key)));
    }

    @Override
    public Map<String, StoredRecord> findAll(String collection, Set<String> keys) {
        List<RedisKeys> names = keys.stream().map(key -> key(collection, key)).toList();
        Iterator<List<ScriptReply>> replies =
                redis.timeWithHashes("concurrency.find-all", names).iterator();
        Map<String, StoredRecord> found = new HashMap<>();
        for (String key : keys) {
            read(collection, replies.next()).ifPresent(record -> found.put(key, record));
        }
        return found;
    }

    private Optional<StoredRecord> read(String collection, List<ScriptReply> timeAndHash) {
        long nowMicros = timeAndHash.get(0).integer();
        clock.seen(nowMicros);
        return RecordHash.read(collection, timeAndHash.get(1), TimeUnit.MICROSECONDS.toMillis(nowMicros));
    }

    @Override
    public RecordReply write(RecordWrite write) {
        ScriptReply answer = redis.eval(WRITE, key(write.collection(), write.key()), arguments(write));
        if (answer.isNumber()) {
            clock.seen(answer.integer());
            return RecordReply.written(answer.integer());
        }
        List<ScriptReply> reply = answer.list();
        String status = reply.get(0).text();
        return switch (status) {
            case "WRITTEN" -> {
                seen(reply);
                yield RecordReply.written(reply.get(2).integer());
            }
            case "NOTHING" -> {
                seen(reply);
                yield RecordReply.nothing();
            }
            case "CONFLICT" -> {
                seen(reply);
                yield RecordReply.conflict(recordOrNull(reply));
            }
            case "STALE" -> {
                seen(reply);
                yield RecordReply.stale(reply.get(2).integer(), recordOrNull(reply));
            }
            default -> throw unexpected(write.collection(), status);
        };
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private RedisKeys key(String collection, String key) {
        return redis.keys(collection + "/" + key).key("record");
    }

    private ScriptArgs arguments(RecordWrite write) {
        byte[] value = write.value();
        long base =
                write.baseVersion() == RecordWrite.NO_BASE && write.versions().isEmpty()
                        ? clock.surelyPastMicros()
                        : write.baseVersion();
        ScriptArgs args = ScriptArgs.of()
                .add(ByteBuffer.allocate(1 + 4 * Long.BYTES)
                        .put((byte) (value == null ? 0 : 1))
                        .putLong(write.writeId())
                        .putLong(base)
                        .putLong(write.timeToLive().toMillis())
                        .putLong(write.tombstone().toMillis())
                        .array())
                .add(write.kind().name())
                .add(value == null ? NONE : value);
        write.versions().forEach(args::add);
        return args;
    }

    private void seen(List<ScriptReply> reply) {
        clock.seen(reply.get(1).integer());
    }

    private static StoredRecord record(List<ScriptReply> reply) {
        return new StoredRecord(reply.get(2).integer(), reply.get(3).bytes());
    }

    private static @Nullable StoredRecord recordOrNull(List<ScriptReply> reply) {
        return reply.size() > 3 ? record(reply) : null;
    }

    private static StoreException unexpected(String collection, String status) {
        return switch (status) {
            case "FORMAT" -> RecordHash.laterFormat(collection);
            case "DAMAGED" -> RecordHash.damaged(collection);
            default -> throw new IllegalStateException("a record script answered " + status);
        };
    }
}
