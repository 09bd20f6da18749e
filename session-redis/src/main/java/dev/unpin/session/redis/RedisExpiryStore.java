package dev.unpin.session.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.session.spi.ExpiryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Times of expiry in Redis or Valkey, the companion of {@link RedisSessionStore}. Immutable and thread-safe; made once
 * per service, over a backend that the caller closes.
 *
 * <p>Every call is one script on one of 32 keys, {@code <namespace>:{expiry-<number>}:expiry}, and one round trip, two
 * when a server meets a script for the first time. Time is the server's. A key ends a week after the last of its times.
 * Neither keyspace notifications nor any setting of the server are needed.
 */
public final class RedisExpiryStore implements ExpiryStore {
    /** Fixed for ever: a session's partition follows from its id. Enough to spread over a cluster, few to sweep. */
    private static final int PARTITIONS = 32;

    private static final ScriptPart EXPIRY = ScriptPart.load(RedisExpiryStore.class, "redis-scripts/expiry.lua");
    private static final RedisScript SCHEDULE = script("expiry-schedule.lua", Repeat.IDEMPOTENT);
    private static final RedisScript CLAIM = script("expiry-claim.lua", Repeat.NEVER);
    private static final RedisScript POSTPONE = script("expiry-postpone.lua", Repeat.IDEMPOTENT);
    private static final RedisScript REMOVE = script("expiry-remove.lua", Repeat.IDEMPOTENT);

    private final RedisBackend redis;

    private RedisExpiryStore(RedisBackend redis) {
        this.redis = redis;
    }

    /**
     * Keeps times of expiry in a Redis.
     *
     * @param redis where, best where the sessions are; not closed
     * @return a store that connects when it is first used
     */
    public static RedisExpiryStore create(RedisBackend redis) {
        return new RedisExpiryStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public int partitions() {
        return PARTITIONS;
    }

    @Override
    public void schedule(String sessionId, Duration in) {
        eval(SCHEDULE, partition(sessionId), ScriptArgs.of().add(sessionId).add(in.toMillis()));
    }

    @Override
    public List<String> claim(int partition, int most, Duration lease) {
        return eval(CLAIM, partition, ScriptArgs.of().add(most).add(lease.toMillis())).stream()
                .map(ScriptReply::text)
                .toList();
    }

    @Override
    public void postpone(String sessionId, Instant until) {
        eval(POSTPONE, partition(sessionId), ScriptArgs.of().add(sessionId).add(until.toEpochMilli()));
    }

    @Override
    public void remove(String sessionId) {
        eval(REMOVE, partition(sessionId), ScriptArgs.of().add(sessionId));
    }

    private List<ScriptReply> eval(RedisScript script, int partition, ScriptArgs args) {
        List<ScriptReply> reply = redis.eval(
                        script, redis.keys("expiry-" + partition).key("expiry"), args)
                .list();
        String status = reply.get(0).text();
        return switch (status) {
            case "DONE", "CLAIMED" -> reply.subList(1, reply.size());
            case "DAMAGED" ->
                throw StoreException.refused(
                        "times of expiry are stored damaged; remove the key of their partition", null);
            default -> throw new IllegalStateException(script.name() + " answered " + status);
        };
    }

    /** By Java's specified hash of a text, which is the same on every JDK. */
    private static int partition(String sessionId) {
        return Math.floorMod(sessionId.hashCode(), PARTITIONS);
    }

    private static RedisScript script(String name, Repeat repeat) {
        return RedisScript.load(RedisExpiryStore.class, "redis-scripts/" + name, repeat, EXPIRY);
    }
}
