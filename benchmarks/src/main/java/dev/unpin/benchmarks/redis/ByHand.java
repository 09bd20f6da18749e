package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.paired.Contender;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/**
 * The least that is safe, in as many round trips: where the bare commands overwrite what another has written meanwhile,
 * a script of a few lines compares before it writes. What any such operation costs at least: no secret, no recent
 * writes, no limits, no fences, and a lost answer stays one.
 */
final class ByHand {
    private static final int PER_THREAD = 1_000;

    /** Writes a hash of one value if its version is the one that was read. */
    private static final String WRITE = """
            if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then
              return 0
            end
            redis.call('HSET', KEYS[1], 'version', ARGV[2], 'value', ARGV[3])
            redis.call('PEXPIRE', KEYS[1], ARGV[4])
            return 1""";

    /** Frees a lock that one has: the recipe of the Redis manual. */
    private static final String RELEASE = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then
              return 0
            end
            return redis.call('DEL', KEYS[1])""";

    /** Replaces one's own claim by the result. */
    private static final String COMPLETE = """
            if redis.call('GET', KEYS[1]) ~= ARGV[1] then
              return 0
            end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1""";

    private static final byte[] OWNER = Servers.bytes("0123456789abcdef");
    private static final byte[] DAY = Servers.bytes("86400000");
    private static final byte[] HALF_AN_HOUR = Servers.bytes("1800000");
    private static final SetParams CLAIM = SetParams.setParams().nx().px(30_000);

    private ByHand() {}

    /** Writes, knowing the version. */
    static Contender writing(RedisClient redis, byte[] value) {
        return new Contender("smallest script", thread -> {
            Hashes hashes = new Hashes(redis, "writing:" + thread, value);
            return hashes::write;
        });
    }

    /** Reads all there is, and writes. */
    static Contender changing(RedisClient redis, byte[] value) {
        return new Contender("HGETALL, smallest script", thread -> {
            Hashes hashes = new Hashes(redis, "changing:" + thread, value);
            return () -> {
                hashes.read();
                hashes.write();
            };
        });
    }

    /** Takes a lock and frees it. */
    static Contender locking(RedisClient redis) {
        return new Contender("SET NX, smallest script", thread -> {
            byte[] release = load(redis, RELEASE);
            byte[] key = Servers.bytes("by-hand:lock:" + thread);
            return () -> {
                redis.set(key, OWNER, CLAIM);
                require(redis.evalsha(release, List.of(key), List.of(OWNER)));
            };
        });
    }

    /** Claims a key and stores its result. */
    static Contender running(RedisClient redis, byte[] result) {
        return new Contender("SET NX, smallest script", thread -> {
            byte[] complete = load(redis, COMPLETE);
            long[] count = {0};
            return () -> {
                byte[] key = Servers.bytes("by-hand:run:" + thread + ":" + count[0]++);
                redis.set(key, OWNER, CLAIM);
                require(redis.evalsha(complete, List.of(key), List.of(OWNER, result, DAY)));
            };
        });
    }

    private static byte[] load(RedisClient redis, String lua) {
        return redis.scriptLoad(Servers.bytes(lua), Servers.bytes("any"));
    }

    private static void require(Object answer) {
        if (!Long.valueOf(1).equals(answer)) {
            throw new IllegalStateException("somebody else wrote");
        }
    }

    /** One thread's hashes, gone round in turn. Each is written once a round, so the round is its version. */
    private static final class Hashes {
        private static final byte[] VERSION = Servers.bytes("version");
        private static final byte[] VALUE = Servers.bytes("value");

        private final RedisClient redis;
        private final byte[] script;
        private final List<byte[]> keys;
        private final byte[] value;
        private int turn;

        Hashes(RedisClient redis, String name, byte[] value) {
            this.redis = redis;
            this.script = load(redis, WRITE);
            this.value = value;
            this.keys = IntStream.range(0, PER_THREAD)
                    .mapToObj(i -> Servers.bytes("by-hand:" + name + ":" + i))
                    .toList();
            keys.forEach(key -> {
                redis.hset(key, VERSION, version(0));
                redis.hset(key, VALUE, value);
            });
        }

        void read() {
            byte[] found = redis.hgetAll(keys.get(turn % PER_THREAD)).get(VALUE);
            if (!Arrays.equals(found, value)) {
                throw new IllegalStateException("the key is gone");
            }
        }

        void write() {
            int round = turn / PER_THREAD;
            List<byte[]> arguments = List.of(version(round), version(round + 1), value, HALF_AN_HOUR);
            require(redis.evalsha(script, List.of(keys.get(turn % PER_THREAD)), arguments));
            turn++;
        }

        private static byte[] version(int round) {
            return Servers.bytes(Integer.toString(round));
        }
    }
}
