package dev.unpin.session.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sessions in Redis or Valkey. Thread-safe; made once per service, over a backend that the caller closes.
 *
 * <p>Every call is one step on one key, {@code <namespace>:{<session id>}:session}, and one round trip, two when a
 * server meets a script for the first time. A session that was read here before, and can need no touch yet, is read
 * without a script. Time is the server's. A commit whose answer was lost is sent again and recognised by its write id,
 * so it counts once. Every key has a time to live, moved by writes; it outlasts the session by one to two minutes, so
 * that an expired cookie can be told from an unknown one.
 */
public final class RedisSessionStore implements SessionStore {
    private static final ScriptPart SESSION = ScriptPart.load(RedisSessionStore.class, "redis-scripts/session.lua");
    private static final RedisScript LOAD = script("load.lua", Repeat.READ, SESSION);
    private static final RedisScript COMMIT =
            script("commit.lua", Repeat.RECOGNISED_WRITE, ScriptPart.RECENT_WRITES, SESSION);
    private static final RedisScript END = script("end.lua", Repeat.IDEMPOTENT, SESSION);
    private static final RedisScript END_OWNED = script("end-owned.lua", Repeat.IDEMPOTENT, SESSION);
    private static final RedisScript DESCRIBE = script("describe.lua", Repeat.READ, SESSION);
    private static final byte[] NONE = {};

    private final RedisBackend redis;
    private final NextTouches touches;

    private RedisSessionStore(RedisBackend redis) {
        this.redis = redis;
        this.touches = new NextTouches(redis::nanoTime);
    }

    /**
     * Keeps sessions in a Redis.
     *
     * @param redis where; not closed
     * @return a store that connects when it is first used
     */
    public static RedisSessionStore create(RedisBackend redis) {
        return new RedisSessionStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public LoadReply load(LoadRequest request) {
        if (touches.areLater(request)) {
            List<ScriptReply> reply = redis.timeWithHash("session.load", key(request.id()));
            Instant now = now(reply);
            LoadReply found = SessionHash.read(request.id(), reply.get(1), request.secret(), now);
            if (found.status() != LoadReply.Status.FOUND
                    || now.isBefore(NextTouches.nextTouch(request, found.session()))) {
                return found;
            }
        }
        List<ScriptReply> reply = redis.evalWithHash(
                LOAD,
                key(request.id()),
                ScriptArgs.of()
                        .add(request.secret().bytes())
                        .add(request.idleTimeout().toMillis())
                        .add(request.touchInterval().toMillis()));
        LoadReply found = SessionHash.read(request.id(), reply.get(1), request.secret(), now(reply));
        if (found.status() == LoadReply.Status.FOUND) {
            touches.note(request, found.session(), now(reply));
        }
        return found;
    }

    private static Instant now(List<ScriptReply> reply) {
        return Instant.EPOCH.plus(reply.get(0).integer(), ChronoUnit.MICROS);
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        ScriptReply answer = redis.eval(COMMIT, key(request.id()), arguments(request));
        if (answer.isNumber()) {
            return CommitReply.saved(answer.integer());
        }
        List<ScriptReply> reply = answer.list();
        String status = reply.get(0).text();
        return switch (status) {
            case "CONFLICT" ->
                CommitReply.conflict(reply.get(1).integer(), SessionHash.conflicts(reply.subList(2, reply.size())));
            case "ENDED" -> CommitReply.of(CommitReply.Status.ENDED);
            case "RENEWED" -> CommitReply.of(CommitReply.Status.RENEWED);
            case "TOO_MANY_KEYS" -> CommitReply.of(CommitReply.Status.TOO_MANY_KEYS);
            case "TOO_LARGE" -> CommitReply.of(CommitReply.Status.TOO_LARGE);
            case "STALE" -> CommitReply.stale(reply.get(1).integer());
            case "TAKEN" -> throw StoreException.refused("there is a session " + request.id() + " already", null);
            default -> throw unexpected(request.id(), status);
        };
    }

    @Override
    public EndReply end(String id, SecretHash secret) {
        ScriptReply answer = redis.eval(END, key(id), ScriptArgs.of().add(secret.bytes()));
        String status = answer.list().get(0).text();
        return switch (status) {
            case "ENDED" -> EndReply.ENDED;
            case "RENEWED" -> EndReply.RENEWED;
            case "FORGED" -> EndReply.FORGED;
            default -> throw unexpected(id, status);
        };
    }

    @Override
    public boolean endOwned(String id, String owner) {
        ScriptReply answer = redis.eval(END_OWNED, key(id), ScriptArgs.of().add(owner));
        String status = answer.list().get(0).text();
        return switch (status) {
            case "ENDED" -> true;
            case "FOREIGN" -> false;
            default -> throw unexpected(id, status);
        };
    }

    @Override
    public Optional<SessionSummary> describe(String id) {
        List<ScriptReply> reply = redis.eval(DESCRIBE, key(id), ScriptArgs.of()).list();
        String status = reply.get(0).text();
        return switch (status) {
            case "THERE" -> Optional.of(SessionHash.summary(reply.subList(1, reply.size())));
            case "GONE" -> Optional.empty();
            default -> throw unexpected(id, status);
        };
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private RedisKeys key(String id) {
        return redis.keys(id).key("session");
    }

    private static ScriptArgs arguments(CommitRequest request) {
        Renewal renewal = request.renewal();
        ByteBuffer head = ByteBuffer.allocate(1 + SecretHash.LENGTH + 5 * Long.BYTES + Integer.BYTES)
                .put((byte) (request.kind() == CommitRequest.Kind.CREATE ? 1 : 0))
                .put(request.secret().bytes())
                .putLong(request.writeId())
                .putLong(request.baseVersion())
                .putLong(request.timeouts().idle().toMillis())
                .putLong(request.timeouts().absolute().toMillis())
                .putInt(request.limits().maxKeys())
                .putLong(request.limits().maxSessionBytes());
        ScriptArgs args = ScriptArgs.of()
                .add(head.array())
                .add(request.owner() == null ? "" : request.owner())
                .add(renewal == null ? NONE : arguments(renewal));
        request.changes().forEach(change -> args.add(change.name()));
        for (FieldChange change : request.changes()) {
            byte[] value = change.value();
            String how = value == null ? "r" : "s";
            args.add(change.isConditional() ? how + change.expectedVersion() : how)
                    .add(value == null ? NONE : value);
        }
        return args;
    }

    private static byte[] arguments(Renewal renewal) {
        return ByteBuffer.allocate(SecretHash.LENGTH + Long.BYTES)
                .put(renewal.secret().bytes())
                .putLong(renewal.grace().toMillis())
                .array();
    }

    private static RedisScript script(String name, Repeat repeat, ScriptPart... parts) {
        return RedisScript.load(RedisSessionStore.class, "redis-scripts/" + name, repeat, parts);
    }

    private static StoreException unexpected(String id, String status) {
        return switch (status) {
            case "FORMAT" -> SessionHash.laterFormat(id);
            case "DAMAGED" -> SessionHash.damaged(id, null);
            default -> throw new IllegalStateException("a session script answered " + status);
        };
    }
}
