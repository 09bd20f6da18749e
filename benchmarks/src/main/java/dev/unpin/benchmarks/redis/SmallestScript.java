package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.paired.Contender;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.RedisClient;

/**
 * The least that notices a lost update: a script that compares what is stored with what the caller has read, writes,
 * and sets the time to live. No secret, no recent writes, no limits, one field; what any safe write costs at least.
 */
final class SmallestScript {
    private static final int PER_THREAD = 1_000;
    private static final String LUA = """
            if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
              return 0
            end
            redis.call('HSET', KEYS[1], 'version', ARGV[2], 'value', ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return 1""";
    private static final byte[] VERSION = Servers.bytes("version");
    private static final byte[] VALUE = Servers.bytes("value");
    private static final byte[] MILLIS = Servers.bytes("1800000");

    private final RedisClient redis;
    private final byte[] hash;
    private final List<byte[]> keys;
    private final byte[] value;
    private int turn;

    private SmallestScript(RedisClient redis, int thread, byte[] value) {
        this.redis = redis;
        this.hash = redis.scriptLoad(Servers.bytes(LUA), Servers.bytes("any"));
        this.value = value;
        this.keys = IntStream.range(0, PER_THREAD)
                .mapToObj(i -> Servers.bytes("smallest:" + thread + ":" + i))
                .toList();
        keys.forEach(key -> {
            redis.hset(key, VERSION, Servers.bytes("0"));
            redis.hset(key, VALUE, value);
        });
    }

    /** Writes. */
    static Contender writing(RedisClient redis, byte[] value) {
        return new Contender("smallest script", thread -> new SmallestScript(redis, thread, value)::write);
    }

    /** Reads all there is, and writes. */
    static Contender changing(RedisClient redis, byte[] value) {
        return new Contender("HGETALL, smallest script", thread -> {
            SmallestScript script = new SmallestScript(redis, thread, value);
            return () -> {
                script.read();
                script.write();
            };
        });
    }

    private byte[] key() {
        return keys.get(turn % PER_THREAD);
    }

    private void read() {
        if (redis.hgetAll(key()).size() != 2) {
            throw new IllegalStateException("the key is gone");
        }
    }

    /** Each key is written once a round, so the round is its version. */
    private void write() {
        int version = turn / PER_THREAD;
        List<byte[]> arguments = List.of(
                Servers.bytes(Integer.toString(version)), Servers.bytes(Integer.toString(version + 1)), value, MILLIS);
        if (!Long.valueOf(1).equals(redis.evalsha(hash, List.of(key()), arguments))) {
            throw new IllegalStateException("somebody else wrote");
        }
        turn++;
    }
}
