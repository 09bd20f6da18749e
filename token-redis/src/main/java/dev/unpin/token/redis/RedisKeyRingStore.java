package dev.unpin.token.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.StoredKeyRing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * A key ring in Redis or Valkey, shared by all instances. Immutable and thread-safe; made once per ring, over a backend
 * that the caller closes.
 *
 * <p>A ring is one key, {@code <namespace>:{<name>}:key-ring}, the only one of Unpin that has no time to live: a lost
 * ring signs everybody out. Every call is one script and one round trip, two when a server meets a script for the first
 * time. Time is the server's. A replacement whose answer was lost is sent again; the version it names makes it count
 * once.
 */
public final class RedisKeyRingStore implements KeyRingStore {
    private static final ScriptPart RING = ScriptPart.load(RedisKeyRingStore.class, "redis-scripts/ring.lua");
    private static final RedisScript LOAD = script("load-ring.lua", Repeat.READ);
    private static final RedisScript REPLACE = script("replace-ring.lua", Repeat.IDEMPOTENT);

    private final RedisBackend redis;
    private final RedisKeys key;

    private RedisKeyRingStore(RedisBackend redis, RedisKeys key) {
        this.redis = redis;
        this.key = key;
    }

    /**
     * Keeps a ring in a Redis.
     *
     * @param redis where; not closed
     * @param name which ring of the namespace, for instance {@code access}: any text that is not empty, at most 1024
     *     bytes after escaping
     * @return a store that connects when it is first used
     * @throws IllegalArgumentException if the name is empty or too long
     */
    public static RedisKeyRingStore create(RedisBackend redis, String name) {
        Objects.requireNonNull(redis, "redis");
        return new RedisKeyRingStore(
                redis, redis.keys(Objects.requireNonNull(name, "name")).key("key-ring"));
    }

    @Override
    public StoredKeyRing load() {
        return read(redis.eval(LOAD, key, ScriptArgs.of()));
    }

    @Override
    public StoredKeyRing replace(long expectedVersion, byte[] content) {
        return read(
                redis.eval(REPLACE, key, ScriptArgs.of().add(expectedVersion).add(content.clone())));
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private static StoredKeyRing read(ScriptReply answer) {
        List<ScriptReply> reply = answer.list();
        String status = reply.get(0).text();
        return switch (status) {
            case "RING" ->
                new StoredKeyRing(
                        reply.get(1).integer(),
                        reply.get(2).bytes(),
                        Instant.EPOCH.plus(reply.get(3).integer(), ChronoUnit.MICROS));
            case "FORMAT" -> throw StoreException.refused("the key ring was stored by a later release than this", null);
            case "DAMAGED" -> throw StoreException.refused("the key ring is stored damaged; remove its key", null);
            default -> throw new IllegalStateException("a script of the key ring answered " + status);
        };
    }

    private static RedisScript script(String name, Repeat repeat) {
        return RedisScript.load(RedisKeyRingStore.class, "redis-scripts/" + name, repeat, RING);
    }
}
