package dev.unpin.token.redis;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisKeys;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.ScriptPart;
import dev.unpin.redis.ScriptReply;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevocationLookup;
import dev.unpin.token.spi.RevocationReceipt;
import dev.unpin.token.spi.RevocationRequest;
import dev.unpin.token.spi.RevokedId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Revocations in Redis or Valkey, followed by all instances. Thread-safe; made once per service, over a backend that
 * the caller closes.
 *
 * <p>Every call is one script over the four keys {@code <namespace>:{blocklist}:…}, which lie in one slot, and one
 * round trip, two when a server meets a script for the first time. Time is the server's. The keys hold digests, about
 * 300 bytes of memory each, and end when their last revocation is over; a summary stays for 30 days.
 *
 * <p>Missing data, lost by a flush, a restart or an eviction, is noticed at the next call, and a new epoch begins. Data
 * that a failover has lost is noticed by each instance that knew it. An instance has to reach the primary to learn that
 * there is nothing new: a replica, or an old primary that has been told that it is one, refuses the beat.
 */
public final class RedisBlocklistStore implements BlocklistStore {
    private static final int FED_BYTES = RevokedId.BYTES + 2 * Long.BYTES;
    private static final byte[] NONE = {};
    private static final ScriptPart BLOCKLIST =
            ScriptPart.load(RedisBlocklistStore.class, "redis-scripts/blocklist.lua");
    private static final RedisScript REVOKE = script("revoke.lua", Repeat.IDEMPOTENT);
    private static final RedisScript READ = script("read-feed.lua", Repeat.READ);
    private static final RedisScript RESTORE = script("restore.lua", Repeat.IDEMPOTENT);
    private static final RedisScript FIND = script("find.lua", Repeat.READ);

    private final SecureRandom random = new SecureRandom();
    private final RedisBackend redis;
    private final RedisKeys keys;

    private RedisBlocklistStore(RedisBackend redis) {
        this.redis = redis;
        this.keys =
                redis.keys("blocklist").key("summary").key("feed").key("ends").key("cutoffs");
    }

    /**
     * Keeps revocations in a Redis.
     *
     * @param redis where; not closed
     * @return a store that connects when it is first used
     */
    public static RedisBlocklistStore create(RedisBackend redis) {
        return new RedisBlocklistStore(Objects.requireNonNull(redis, "redis"));
    }

    @Override
    public RevocationReceipt revoke(RevocationRequest request) {
        Instant until = request.until();
        List<ScriptReply> reply = eval(
                REVOKE,
                ScriptArgs.of()
                        .add(random(RevokedId.BYTES))
                        .add(request.id().bytes())
                        .add(random(Long.BYTES))
                        .add(request.retention().toMillis())
                        .add(until == null ? "" : Long.toString(until.toEpochMilli())));
        Revocation revocation =
                new Revocation(request.id(), Instant.ofEpochMilli(reply.get(1).integer()));
        return new RevocationReceipt(
                new RecordedRevocation(revocation, reply.get(2).integer()), micros(reply.get(3)));
    }

    @Override
    public FeedPage read(FeedRequest request) {
        FeedPosition position = request.position();
        List<ScriptReply> reply = eval(
                READ,
                ScriptArgs.of()
                        .add(random(RevokedId.BYTES))
                        .add(random(Long.BYTES))
                        .add(position.equals(FeedPosition.START) ? NONE : bytes(position.checkpointId()))
                        .add(position.checkpointVersion())
                        .add(position.after())
                        .add(request.limit())
                        .add(request.retention().toMillis())
                        .add(request.beatEvery().toNanos() / 1000));
        Instant now = micros(reply.get(2));
        return new FeedPage(
                FeedPage.Status.valueOf(reply.get(0).text()),
                Instant.ofEpochMilli(reply.get(1).integer()),
                now,
                Duration.between(micros(reply.get(3)), now),
                revocations(ByteBuffer.wrap(reply.get(7).bytes())),
                new FeedPosition(
                        ByteBuffer.wrap(reply.get(4).bytes()).getLong(),
                        reply.get(5).integer(),
                        reply.get(6).integer()));
    }

    @Override
    public void restore(List<Revocation> lost, Duration retention) {
        if (lost.size() > MAX_RESTORED) {
            throw new IllegalArgumentException("at most " + MAX_RESTORED + " are restored at once, not " + lost.size());
        }
        ByteBuffer packed = ByteBuffer.allocate(lost.size() * (RevokedId.BYTES + Long.BYTES));
        for (Revocation revocation : lost) {
            packed.put(revocation.id().bytes()).putLong(revocation.time().toEpochMilli());
        }
        eval(
                RESTORE,
                ScriptArgs.of()
                        .add(random(RevokedId.BYTES))
                        .add(retention.toMillis())
                        .add(packed.array()));
    }

    @Override
    public RevocationLookup find(List<RevokedId> ids) {
        ByteBuffer packed = ByteBuffer.allocate(ids.size() * RevokedId.BYTES);
        ids.forEach(id -> packed.put(id.bytes()));
        List<ScriptReply> reply =
                eval(FIND, ScriptArgs.of().add(random(RevokedId.BYTES)).add(packed.array()));
        List<Revocation> found = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            long time = reply.get(2 + i).integer();
            if (time != 0) {
                found.add(new Revocation(ids.get(i), Instant.ofEpochMilli(time)));
            }
        }
        return new RevocationLookup(found, Instant.ofEpochMilli(reply.get(1).integer()));
    }

    @Override
    public void ping() {
        redis.ping();
    }

    private List<ScriptReply> eval(RedisScript script, ScriptArgs args) {
        List<ScriptReply> reply = redis.eval(script, keys, args).list();
        return switch (reply.get(0).text()) {
            case "FORMAT" ->
                throw StoreException.refused("the blocklist was stored by a later release than this", null);
            case "DAMAGED" -> throw StoreException.refused("the blocklist is stored damaged; remove its keys", null);
            default -> reply;
        };
    }

    private static List<RecordedRevocation> revocations(ByteBuffer packed) {
        List<RecordedRevocation> revocations = new ArrayList<>(packed.remaining() / FED_BYTES);
        while (packed.hasRemaining()) {
            RevokedId id = new RevokedId(packed.getLong(), packed.getLong());
            Instant time = Instant.ofEpochMilli(packed.getLong());
            revocations.add(new RecordedRevocation(new Revocation(id, time), packed.getLong()));
        }
        return revocations;
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static Instant micros(ScriptReply number) {
        return Instant.EPOCH.plus(number.integer(), ChronoUnit.MICROS);
    }

    private static RedisScript script(String name, Repeat repeat) {
        return RedisScript.load(
                RedisBlocklistStore.class, "redis-scripts/" + name, repeat, ScriptPart.RECENT_WRITES, BLOCKLIST);
    }
}
