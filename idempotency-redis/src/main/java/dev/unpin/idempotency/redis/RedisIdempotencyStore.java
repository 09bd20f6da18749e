package dev.unpin.idempotency.redis;

import dev.unpin.StoreException;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Idempotency keys in Redis or Valkey. Immutable and thread-safe; made once per service, over a backend that the caller
 * closes.
 *
 * <p>Every call is one script on two keys of one slot, {@code <namespace>:{<record>}:idempotency} and
 * {@code …:idempotency-fence}, and one round trip, two when a server meets a script for the first time. Time is the
 * server's. What was sent and got no answer is sent again, and recognised by owner and fence. Both keys have a time to
 * live; that of the fence, a few bytes, is a day longer, within two minutes, so that fences rise although records end
 * and the server's clock is put back, by less than a day.
 *
 * <p>Records must not be evicted: a server with {@code maxmemory} needs the policy {@code noeviction}. A failover to a
 * replica that has not seen the last writes forgets them; a result is then recorded again by its own run if that is
 * still running, and else the key runs once more.
 */
public final class RedisIdempotencyStore implements IdempotencyStore {
    private static final ScriptPart RECORD = ScriptPart.load(RedisIdempotencyStore.class, "redis-scripts/record.lua");
    private static final RedisScript BEGIN = script("begin.lua");
    private static final RedisScript RENEW = script("renew.lua");
    private static final RedisScript CHECKPOINT = script("checkpoint.lua");
    private static final RedisScript COMPLETE = script("complete.lua");
    private static final RedisScript GIVE_UP = script("give-up.lua");
    private static final int FIRST_CHECKPOINT = 4;

    private final RedisBackend redis;

    private RedisIdempotencyStore(RedisBackend redis) {
        this.redis = redis;
    }

    /**
     * Keeps records in a Redis.
     *
     * @param redis where; not closed
     * @return a store that connects when it is first used
     */
    public static RedisIdempotencyStore create(RedisBackend redis) {
        return new RedisIdempotencyStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public BeginReply begin(BeginRequest request) {
        List<ScriptReply> reply = redis.eval(
                        BEGIN,
                        keys(request.id()),
                        ScriptArgs.of()
                                .add(request.owner())
                                .add(request.fingerprint())
                                .add(request.intent().name())
                                .add(request.lease().toMillis())
                                .add(request.retention().toMillis()))
                .list();
        String status = reply.get(0).text();
        return switch (status) {
            case "RUN", "TAKEOVER" ->
                BeginReply.claimed(BeginReply.Status.valueOf(status), claim(request, reply), checkpoints(reply));
            case "REPLAY" ->
                BeginReply.replay(
                        reply.get(1).bytes(), Duration.ofMillis(reply.get(2).integer()));
            case "BUSY" -> BeginReply.busy(Duration.ofMillis(reply.get(1).integer()));
            case "MISMATCH", "ABANDONED", "LATE", "NOTHING" -> BeginReply.of(BeginReply.Status.valueOf(status));
            default -> throw unexpected(request.id(), status);
        };
    }

    @Override
    public ClaimReply renew(Claim claim, Duration lease, Duration retention) {
        return ask(RENEW, claim, claimed(claim).add(lease.toMillis()).add(retention.toMillis()));
    }

    @Override
    public ClaimReply checkpoint(Claim claim, Checkpoint checkpoint, Duration retention) {
        return ask(
                CHECKPOINT,
                claim,
                claimed(claim)
                        .add(checkpoint.name())
                        .add(checkpoint.number())
                        .add(checkpoint.value())
                        .add(retention.toMillis()));
    }

    @Override
    public ClaimReply complete(Claim claim, byte[] result, Duration retention) {
        return ask(COMPLETE, claim, claimed(claim).add(result).add(retention.toMillis()));
    }

    @Override
    public ClaimReply giveUp(Claim claim, Ending ending) {
        return ask(
                GIVE_UP,
                claim,
                ScriptArgs.of().add(claim.owner()).add(claim.fence()).add(ending == Ending.RELEASED ? "F" : "X"));
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private ClaimReply ask(RedisScript script, Claim claim, ScriptArgs args) {
        ScriptReply answer = redis.eval(script, keys(claim.id()), args);
        if (answer.isNumber()) {
            return ClaimReply.ok();
        }
        List<ScriptReply> reply = answer.list();
        String status = reply.get(0).text();
        if (!status.equals("LOST")) {
            throw unexpected(claim.id(), status);
        }
        byte[] result = reply.get(2).bytes();
        return result.length > 0
                ? ClaimReply.lostTo(result)
                : ClaimReply.lost(Duration.ofMillis(reply.get(1).integer()));
    }

    private RedisKeys keys(String id) {
        return redis.keys(id).key("idempotency").key("idempotency-fence");
    }

    private static ScriptArgs claimed(Claim claim) {
        return ScriptArgs.of()
                .add(claim.owner())
                .add(claim.fence())
                .add(claim.attempt())
                .add(claim.fingerprint());
    }

    private static Claim claim(BeginRequest request, List<ScriptReply> reply) {
        return new Claim(
                request.id(),
                reply.get(3).text(),
                request.owner(),
                reply.get(1).integer(),
                Math.toIntExact(reply.get(2).integer()));
    }

    private static Map<String, byte[]> checkpoints(List<ScriptReply> reply) {
        Map<String, byte[]> checkpoints = new HashMap<>();
        for (int i = FIRST_CHECKPOINT; i < reply.size(); i += 2) {
            checkpoints.put(reply.get(i).text(), reply.get(i + 1).bytes());
        }
        return checkpoints;
    }

    /** All of them leave the same when they run twice: they recognise owner and fence. */
    private static RedisScript script(String name) {
        return RedisScript.load(RedisIdempotencyStore.class, "redis-scripts/" + name, Repeat.IDEMPOTENT, RECORD);
    }

    private static StoreException unexpected(String id, String status) {
        return switch (status) {
            case "FORMAT" ->
                StoreException.refused(
                        "idempotency record " + id + " was stored by a later release than this one", null);
            case "DAMAGED" ->
                StoreException.refused("idempotency record " + id + " is stored damaged; remove its keys", null);
            default -> throw new IllegalStateException("an idempotency script answered " + status);
        };
    }
}
