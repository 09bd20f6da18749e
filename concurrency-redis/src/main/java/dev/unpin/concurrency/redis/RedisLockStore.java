package dev.unpin.concurrency.redis;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.Durability;
import dev.unpin.concurrency.spi.LockOwner;
import dev.unpin.concurrency.spi.LockReply;
import dev.unpin.concurrency.spi.LockRequest;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Locks in Redis or Valkey. Immutable and thread-safe; made once per service, over a backend that the caller closes.
 *
 * <p>Every call is one script on one key, {@code <namespace>:{<name>}:lock}, and one round trip, two when a server
 * meets a script for the first time. Time is the server's. What was sent twice is recognised by its owner. A key ends
 * 24 hours after its lock is free; until then it keeps the last fence.
 *
 * <p>Redis replicates asynchronously: a failover can lose a lock that was given, so that another holder gets it as
 * well. Its fence is higher all the same, unless the new primary's clock is behind by more than the failover took.
 */
public final class RedisLockStore implements LockStore {
    private static final ScriptPart LOCK = ScriptPart.load(RedisLockStore.class, "redis-scripts/lock.lua");
    private static final RedisScript ACQUIRE = script("acquire.lua");
    private static final RedisScript RENEW = script("renew.lua");
    private static final RedisScript RELEASE = script("release.lua");

    private final RedisBackend redis;

    private RedisLockStore(RedisBackend redis) {
        this.redis = redis;
    }

    /**
     * Keeps locks in a Redis.
     *
     * @param redis where; not closed
     * @return a store that connects when it is first used
     */
    public static RedisLockStore create(RedisBackend redis) {
        return new RedisLockStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public LockReply acquire(LockRequest request) {
        return take(ACQUIRE, request);
    }

    @Override
    public LockReply renew(LockRequest request) {
        return take(RENEW, request);
    }

    @Override
    public void release(String name, LockOwner owner) {
        ScriptReply answer = redis.eval(RELEASE, key(name), ScriptArgs.of().add(owner.bytes()));
        if (!answer.isNumber()) {
            String status = answer.list().get(0).text();
            if (!status.equals("LOST")) {
                throw unexpected(name, status);
            }
        }
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private LockReply take(RedisScript script, LockRequest request) {
        ScriptArgs args =
                ScriptArgs.of().add(request.owner().bytes()).add(request.lease().toMillis());
        Durability durability = request.durability();
        ScriptReply answer;
        long replicas = 0;
        if (durability.replicas() == 0) {
            answer = redis.eval(script, key(request.name()), args);
        } else {
            List<ScriptReply> both = redis.evalReplicated(
                    script, key(request.name()), args, durability.replicas(), durability.timeout());
            answer = both.get(0);
            replicas = both.get(1).integer();
        }
        if (answer.isNumber()) {
            return LockReply.taken(answer.integer(), replicas);
        }
        List<ScriptReply> reply = answer.list();
        String status = reply.get(0).text();
        return switch (status) {
            case "BUSY" -> LockReply.busy(Duration.ofMillis(reply.get(1).integer()));
            case "LOST" -> LockReply.lost();
            default -> throw unexpected(request.name(), status);
        };
    }

    private RedisKeys key(String name) {
        return redis.keys(name).key("lock");
    }

    private static RedisScript script(String name) {
        return RedisScript.load(RedisLockStore.class, "redis-scripts/" + name, Repeat.IDEMPOTENT, LOCK);
    }

    private static StoreException unexpected(String name, String status) {
        return switch (status) {
            case "FORMAT" ->
                StoreException.refused("the lock " + name + " was stored by a later release than this one", null);
            case "DAMAGED" -> StoreException.refused("the lock " + name + " is stored damaged; remove its key", null);
            default -> throw new IllegalStateException("a lock script answered " + status);
        };
    }
}
