package dev.unpin.session.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SecretHash;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionSummary;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Sessions in Redis or Valkey. Immutable and thread-safe; made once per service, over a backend that the caller closes.
 *
 * <p>Every call is one script on one key, {@code <namespace>:{<session id>}:session}, and one round trip, two when a
 * server meets a script for the first time. Time is the server's. A commit whose answer was lost is sent again and
 * recognised by its write id, so it counts once. Every key has a time to live, set with every write; it outlasts the
 * session by a minute, so that an expired cookie can be told from an unknown one.
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

    private RedisSessionStore(RedisBackend redis) {
        this.redis = redis;
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
        List<ScriptReply> reply = redis.evalWithHash(
                LOAD,
                key(request.id()),
                ScriptArgs.of()
                        .add(request.secret().bytes())
                        .add(request.idleTimeout().toMillis())
                        .add(request.touchInterval().toMillis()));
        String status = reply.get(0).text();
        return switch (status) {
            case "FOUND" -> SessionHash.read(reply.get(1).list(), request.secret());
            case "UNKNOWN" -> LoadReply.of(LoadReply.Status.UNKNOWN);
            case "EXPIRED" -> LoadReply.of(LoadReply.Status.EXPIRED);
            case "FORGED" -> LoadReply.of(LoadReply.Status.FORGED);
            case "RENEWED" -> LoadReply.of(LoadReply.Status.RENEWED);
            default -> throw unexpected(request.id(), status);
        };
    }

    @Override
    public CommitReply commit(CommitRequest request) {
        List<ScriptReply> reply =
                redis.eval(COMMIT, key(request.id()), arguments(request)).list();
        String status = reply.get(0).text();
        return switch (status) {
            case "SAVED" -> CommitReply.saved(reply.get(1).integer());
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
        ScriptArgs args = ScriptArgs.of()
                .add(request.kind().name())
                .add(request.secret().bytes())
                .add(ByteBuffer.allocate(Long.BYTES).putLong(request.writeId()).array())
                .add(request.baseVersion())
                .add(request.timeouts().idle().toMillis())
                .add(request.timeouts().absolute().toMillis())
                .add(request.limits().maxKeys())
                .add(request.limits().maxSessionBytes())
                .add(request.owner() == null ? "" : request.owner())
                .add(renewal == null ? NONE : renewal.secret().bytes())
                .add(renewal == null ? 0 : renewal.grace().toMillis());
        for (FieldChange change : request.changes()) {
            byte[] value = change.value();
            String how = value == null ? "r" : "s";
            args.add(change.name())
                    .add(change.isConditional() ? how + change.expectedVersion() : how)
                    .add(value == null ? NONE : value);
        }
        return args;
    }

    private static RedisScript script(String name, Repeat repeat, ScriptPart... parts) {
        return RedisScript.load(RedisSessionStore.class, "redis-scripts/" + name, repeat, parts);
    }

    private static StoreException unexpected(String id, String status) {
        return switch (status) {
            case "FORMAT" ->
                StoreException.refused("session " + id + " was stored by a later release than this one", null);
            case "DAMAGED" -> StoreException.refused("session " + id + " is stored damaged; remove its key", null);
            default -> throw new IllegalStateException("a session script answered " + status);
        };
    }
}
