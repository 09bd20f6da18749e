package dev.unpin.token.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.token.spi.FamilyList;
import dev.unpin.token.spi.OpenFamilyReply;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RevokeReply;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import dev.unpin.token.spi.StoredFamily;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Refresh tokens in Redis or Valkey, shared by all instances. Immutable and thread-safe; made once per service, over a
 * backend that the caller closes.
 *
 * <p>All families of an owner are one key, {@code <namespace>:{<owner's tag>}:refresh}; the tag is a hash, so that
 * names of keys tell nobody's name. Every call is one script and one round trip, two when a server meets a script for
 * the first time. Time is the server's. A rotation whose answer was lost is sent again and finds itself. Every key has
 * a time to live, set with every write, that outlasts what is in it.
 */
public final class RedisRefreshTokenStore implements RefreshTokenStore {
    private static final ScriptPart FAMILY = ScriptPart.load(RedisRefreshTokenStore.class, "redis-scripts/family.lua");
    private static final RedisScript OPEN = script("open-family.lua", Repeat.IDEMPOTENT);
    private static final RedisScript ROTATE = script("rotate.lua", Repeat.IDEMPOTENT);
    private static final RedisScript REVOKE = script("revoke-families.lua", Repeat.IDEMPOTENT);
    private static final RedisScript LIST = script("list-families.lua", Repeat.READ);
    private static final RedisScript ACKNOWLEDGE = script("acknowledge-told.lua", Repeat.IDEMPOTENT);
    private static final String ALL = "";

    private final RedisBackend redis;

    private RedisRefreshTokenStore(RedisBackend redis) {
        this.redis = redis;
    }

    /**
     * Keeps refresh tokens in a Redis.
     *
     * @param redis where; not closed
     * @return a store that connects when it is first used
     */
    public static RedisRefreshTokenStore create(RedisBackend redis) {
        return new RedisRefreshTokenStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public OpenFamilyReply open(OpenFamilyRequest request) {
        List<ScriptReply> reply = eval(
                OPEN,
                request.owner(),
                ScriptArgs.of()
                        .add(request.family())
                        .add(request.token().bytes())
                        .add(request.idleTimeout().toMillis())
                        .add(request.absoluteTimeout().toMillis())
                        .add(request.maxFamilies())
                        .add(request.details()));
        return new OpenFamilyReply(
                FamilyBytes.read(request.family(), reply.get(1).bytes()),
                FamilyBytes.ids(reply.get(2)),
                FamilyBytes.ids(reply.get(3)));
    }

    @Override
    public RotateReply rotate(RotateRequest request) {
        List<ScriptReply> reply = eval(
                ROTATE,
                request.owner(),
                ScriptArgs.of()
                        .add(request.family())
                        .add(request.generation())
                        .add(request.presented().bytes())
                        .add(request.successor().bytes())
                        .add(ByteBuffer.allocate(Long.BYTES)
                                .putLong(request.callId())
                                .array())
                        .add(request.grace().toMillis())
                        .add(request.idleTimeout().toMillis()));
        RotateReply.Status status = RotateReply.Status.valueOf(reply.get(0).text());
        List<String> untold = FamilyBytes.ids(reply.get(2));
        return switch (status) {
            case ROTATED, REPLAYED ->
                RotateReply.good(
                        status, FamilyBytes.read(request.family(), reply.get(1).bytes()), untold);
            case REUSED, REVOKED, EXPIRED, UNKNOWN -> RotateReply.refused(status, untold);
        };
    }

    @Override
    public RevokeReply revoke(String owner, String family) {
        return revoked(eval(REVOKE, owner, ScriptArgs.of().add(family)));
    }

    @Override
    public RevokeReply revokeAll(String owner) {
        return revoked(eval(REVOKE, owner, ScriptArgs.of().add(ALL)));
    }

    @Override
    public FamilyList list(String owner) {
        List<ScriptReply> reply = eval(LIST, owner, ScriptArgs.of());
        List<StoredFamily> families = new ArrayList<>();
        for (int i = 2; i < reply.size(); i += 2) {
            families.add(FamilyBytes.read(reply.get(i).text(), reply.get(i + 1).bytes()));
        }
        return new FamilyList(families, FamilyBytes.ids(reply.get(1)));
    }

    @Override
    public void acknowledge(String owner, List<String> families) {
        ScriptArgs args = ScriptArgs.of();
        families.forEach(args::add);
        eval(ACKNOWLEDGE, owner, args);
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private List<ScriptReply> eval(RedisScript script, String owner, ScriptArgs args) {
        RedisKeys key = redis.keys(owner).key("refresh");
        List<ScriptReply> reply = redis.eval(script, key, args).list();
        return switch (reply.get(0).text()) {
            case "FORMAT" ->
                throw StoreException.refused("refresh tokens were stored by a later release than this one", null);
            case "DAMAGED" ->
                throw StoreException.refused(
                        "the refresh tokens of an owner are stored damaged; remove their key", null);
            default -> reply;
        };
    }

    private static RevokeReply revoked(List<ScriptReply> reply) {
        return new RevokeReply(FamilyBytes.ids(reply.get(1)), FamilyBytes.ids(reply.get(2)));
    }

    private static RedisScript script(String name, Repeat repeat) {
        return RedisScript.load(RedisRefreshTokenStore.class, "redis-scripts/" + name, repeat, FAMILY);
    }
}
