package dev.unpin.redis;

import java.util.concurrent.atomic.AtomicLong;

/** Scripts that count what they do, and the calls that the tests share. */
final class TestScripts {
    static final RedisScript ADD = script("add.lua", Repeat.NEVER);
    static final RedisScript ADD_ONCE = script("add-once.lua", Repeat.RECOGNISED_WRITE);
    static final RedisScript SET = script("set.lua", Repeat.IDEMPOTENT);
    static final RedisScript READ = script("read.lua", Repeat.READ);
    static final RedisScript READ_FIELD = script("read-field.lua", Repeat.READ);
    static final RedisScript ECHO = script("echo.lua", Repeat.READ);
    static final RedisScript CLOCK = script("clock.lua", Repeat.NEVER);
    static final RedisScript STORE = script("store.lua", Repeat.NEVER);
    static final RedisScript BREAK_OFF = script("break-off.lua", Repeat.NEVER);

    private static final AtomicLong WRITE_IDS = new AtomicLong();

    private TestScripts() {}

    static RedisScript script(String name, Repeat repeat, ScriptPart... parts) {
        return RedisScript.load(TestScripts.class, "redis-scripts/" + name, repeat, parts);
    }

    static RedisKeys counter(RedisBackend redis, String id) {
        return redis.keys(id).key("counter", id);
    }

    static long add(RedisBackend redis, String id) {
        return redis.eval(ADD, counter(redis, id), ScriptArgs.of()).integer();
    }

    static ScriptReply addOnce(RedisBackend redis, String id, long baseVersion) {
        return redis.eval(
                ADD_ONCE,
                redis.keys(id).key("ring", id),
                ScriptArgs.of().add(WRITE_IDS.incrementAndGet()).add(baseVersion));
    }

    static ScriptReply set(RedisBackend redis, String id, String value) {
        return redis.eval(SET, counter(redis, id), ScriptArgs.of().add(value));
    }

    static ScriptReply read(RedisBackend redis, String id) {
        return redis.eval(READ, counter(redis, id), ScriptArgs.of());
    }
}
