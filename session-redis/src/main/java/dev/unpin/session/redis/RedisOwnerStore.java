package dev.unpin.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.session.spi.OwnerEntries;
import dev.unpin.session.spi.OwnerEntry;
import dev.unpin.session.spi.OwnerStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * An index of owners in Redis or Valkey, the companion of {@link RedisSessionStore}. Immutable and thread-safe; made
 * once per service, over a backend that the caller closes.
 *
 * <p>Every call is one script on one key, {@code <namespace>:{<hash>}:owner}, where the hash is the SHA-256 of the
 * owner, and one round trip, two when a server meets a script for the first time. Time is the server's. The key ends
 * with the entry that is kept longest.
 */
public final class RedisOwnerStore implements OwnerStore {
    private static final ScriptPart OWNER = ScriptPart.load(RedisOwnerStore.class, "redis-scripts/owner.lua");
    private static final RedisScript ADD = script("owner-add.lua", Repeat.IDEMPOTENT);
    private static final RedisScript LIST = script("owner-list.lua", Repeat.READ);
    private static final RedisScript MARK = script("owner-mark.lua", Repeat.IDEMPOTENT);
    private static final RedisScript REMOVE = script("owner-remove.lua", Repeat.IDEMPOTENT);

    private final RedisBackend redis;

    private RedisOwnerStore(RedisBackend redis) {
        this.redis = redis;
    }

    /**
     * Keeps the index in a Redis.
     *
     * @param redis where, best where the sessions are; not closed
     * @return an index that connects when it is first used
     */
    public static RedisOwnerStore create(RedisBackend redis) {
        return new RedisOwnerStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public OwnerEntries add(String owner, String sessionId, String label, Duration keep) {
        return entries(
                eval(ADD, owner, ScriptArgs.of().add(sessionId).add(label).add(keep.toMillis())));
    }

    @Override
    public OwnerEntries list(String owner) {
        return entries(eval(LIST, owner, ScriptArgs.of()));
    }

    @Override
    public void mark(String owner, Collection<String> sessionIds) {
        eval(MARK, owner, arguments(sessionIds));
    }

    @Override
    public void remove(String owner, Collection<String> sessionIds) {
        eval(REMOVE, owner, arguments(sessionIds));
    }

    private List<ScriptReply> eval(RedisScript script, String owner, ScriptArgs args) {
        List<ScriptReply> reply =
                redis.eval(script, redis.keys(hash(owner)).key("owner"), args).list();
        String status = reply.get(0).text();
        return switch (status) {
            case "ENTRIES", "DONE" -> reply.subList(1, reply.size());
            case "FORMAT" ->
                throw StoreException.refused("an index of owners was stored by a later release than this one", null);
            case "DAMAGED" ->
                throw StoreException.refused("an index of owners is stored damaged; remove its key", null);
            default -> throw new IllegalStateException(script.name() + " answered " + status);
        };
    }

    private static OwnerEntries entries(List<ScriptReply> told) {
        List<OwnerEntry> live = new ArrayList<>();
        List<String> marked = new ArrayList<>();
        for (int i = 0; i < told.size(); i += 4) {
            String id = told.get(i).text();
            if (told.get(i + 1).integer() == 1) {
                marked.add(id);
            } else {
                Instant signedIn = Instant.EPOCH.plus(told.get(i + 2).integer(), ChronoUnit.MICROS);
                live.add(new OwnerEntry(id, told.get(i + 3).text(), signedIn));
            }
        }
        return new OwnerEntries(live, marked);
    }

    private static ScriptArgs arguments(Collection<String> sessionIds) {
        ScriptArgs args = ScriptArgs.of();
        sessionIds.forEach(args::add);
        return args;
    }

    /** Owners are names of people: no key needs to tell them, and any name makes a tag of one length. */
    private static String hash(String owner) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(owner.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static RedisScript script(String name, Repeat repeat) {
        return RedisScript.load(RedisOwnerStore.class, "redis-scripts/" + name, repeat, OWNER);
    }
}
