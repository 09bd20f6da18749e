package dev.unpin.redis;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;

/**
 * A Redis or Valkey server, Sentinel group or Cluster under one namespace; what every Redis driver of Unpin stands on.
 *
 * <p>Making one never connects, so a service starts while its store is down. Every call ends by its deadline (default
 * two seconds), also when the server is silent, and a failure says by its {@linkplain dev.unpin.Effect effect} what it
 * did. Scripts are sent again only as their {@link Repeat} allows. Needs Redis 6.2 or newer, or any Valkey.
 *
 * <p>Thread-safe; share one instance. Who makes it closes it, after the last driver was used.
 *
 * <pre>{@code
 * RedisBackend redis = RedisBackend.connect("redis://localhost:6379", "shop");
 * }</pre>
 */
public final class RedisBackend implements AutoCloseable {
    private static final RedisScript PING = RedisScript.load(RedisBackend.class, "redis-scripts/ping.lua", Repeat.READ);
    private static final RedisScript NOW = RedisScript.load(RedisBackend.class, "redis-scripts/now.lua", Repeat.READ);

    /** So that a call stays small beside its deadline. */
    private static final int HASHES_AT_ONCE = 100;

    private final String namespace;
    private final ScriptRunner runner;
    private final Supplier<Duration> clockOffset;

    RedisBackend(String namespace, ScriptRunner runner, Supplier<Duration> clockOffset) {
        this.namespace = namespace;
        this.runner = runner;
        this.clockOffset = clockOffset;
    }

    /**
     * Uses a single server, with all defaults of {@link RedisBackendBuilder}.
     *
     * @param uri {@code redis://} or, for TLS, {@code rediss://}, then {@code [user:password@]host[:port][/database]};
     *     the port is 6379 by default
     * @param namespace what all keys begin with: 1 to 64 letters, digits, dots, underscores and hyphens
     * @return a backend that connects when it is first used
     * @throws IllegalArgumentException if the URI or the namespace is malformed
     */
    public static RedisBackend connect(String uri, String namespace) {
        return builder(namespace).single(uri).build();
    }

    /**
     * Starts a backend for a single server, a Sentinel group, a Cluster, or a client that you already have.
     *
     * @param namespace what all keys begin with: 1 to 64 letters, digits, dots, underscores and hyphens
     * @return a builder
     * @throws IllegalArgumentException if the namespace is malformed
     * @throws IllegalStateException if the Jedis on the class path is older than 7.4
     */
    public static RedisBackendBuilder builder(String namespace) {
        JedisVersion.require();
        return new RedisBackendBuilder(Names.require("namespace", namespace));
    }

    /**
     * Uses a client that you already have, with weaker promises: its own timeouts rule instead of a deadline, nothing
     * is sent again, and a failure after sending may have begun is unknown.
     *
     * @param jedis a {@code RedisClient} or {@code RedisSentinelClient} of Jedis, or one of their forerunners
     *     {@code JedisPooled} and {@code JedisSentineled}, with Jedis' own command executor; {@link #close} leaves it
     *     open
     * @param namespace what all keys begin with: 1 to 64 letters, digits, dots, underscores and hyphens
     * @return a backend over that client
     * @throws IllegalArgumentException if the namespace is malformed, or the client is of any other class, since it may
     *     resend writes by itself, as Jedis' cluster clients do; see {@link RedisBackendBuilder#acceptHiddenRetries}
     */
    public static RedisBackend over(UnifiedJedis jedis, String namespace) {
        return builder(namespace).client(jedis).build();
    }

    /**
     * Runs a script where its keys lie; one round trip, two when a server meets the script for the first time.
     *
     * @param script what to run
     * @param keys at least one key
     * @param args the script's arguments
     * @return the script's answer
     * @throws StoreException if there was no answer, with the effect: not sent, unknown or refused
     * @throws IllegalArgumentException if there is no key
     */
    public ScriptReply eval(RedisScript script, RedisKeys keys, ScriptArgs args) {
        requireCall(script, keys, args);
        ScriptCall call = ScriptCall.of(script, variant(script), keys, args);
        Answer answer = runner.run(call);
        if (answer.leavesOpen(script.repeat())) {
            throw StoreException.unknown(
                    runner.describe() + " remembers too few recent writes to tell whether an earlier send of " + call
                            + " was applied; read what is stored now",
                    null);
        }
        return new ScriptReply(answer.value());
    }

    /**
     * Runs a script that reads, and reads the hash under its first key right after it; one round trip, two when a
     * server meets the script for the first time, and always two over a client of the user's.
     *
     * <p>This is for what is read all the time: for a hash of ten fields, to pass it through Lua costs the server ten
     * times what it costs to read it. Others may write between the two, so the caller judges by what the hash says.
     *
     * @param script what to run, a {@link Repeat#READ}
     * @param keys at least one key
     * @param args the script's arguments
     * @return two elements: the script's answer, and a list of the hash's fields and values in turn, empty if there is
     *     nothing under the key, null if it is no hash
     * @throws StoreException if there was no answer, with the effect: not sent or refused
     * @throws IllegalArgumentException if there is no key, or the script writes
     */
    public List<ScriptReply> evalWithHash(RedisScript script, RedisKeys keys, ScriptArgs args) {
        requireCall(script, keys, args);
        if (script.repeat() != Repeat.READ) {
            throw new IllegalArgumentException("script must be a READ, but is " + script);
        }
        ScriptCall call = ScriptCall.withHash(script, variant(script), keys, args);
        return new ScriptReply(runner.run(call).value()).list();
    }

    /**
     * Reads the server's time, and the hash under a key right after it, without any script; one round trip, two over a
     * client of the user's.
     *
     * @param operation what observers are told, for instance {@code session.load}
     * @param keys one key
     * @return two elements: the time in microseconds since 1970, and a list as {@link #evalWithHash} gives it
     * @throws StoreException if there was no answer, with the effect: not sent or refused
     * @throws IllegalArgumentException if there is no key
     */
    public List<ScriptReply> timeWithHash(String operation, RedisKeys keys) {
        requireCall(NOW, keys, ScriptArgs.of());
        return timeAndHashes(operation, List.of(keys));
    }

    /**
     * Reads many hashes, each as {@link #timeWithHash} does. A hundred in one round trip from a single server or a
     * Sentinel group; each in its own from a Cluster, where a slot can move meanwhile, and over a client of the user's.
     *
     * @param operation what observers are told, for instance {@code concurrency.find-all}
     * @param keys one key for each hash
     * @return for each hash in turn what {@link #timeWithHash} gives
     * @throws StoreException if there was no answer, with the effect: not sent or refused
     * @throws IllegalArgumentException if there is no key
     */
    public List<List<ScriptReply>> timeWithHashes(String operation, List<RedisKeys> keys) {
        keys.forEach(each -> requireCall(NOW, each, ScriptArgs.of()));
        int atOnce = runner.readsAcrossSlots() ? HASHES_AT_ONCE : 1;
        List<List<ScriptReply>> all = new ArrayList<>(keys.size());
        for (int from = 0; from < keys.size(); from += atOnce) {
            List<ScriptReply> reply =
                    timeAndHashes(operation, keys.subList(from, Math.min(keys.size(), from + atOnce)));
            reply.subList(1, reply.size()).forEach(hash -> all.add(List.of(reply.get(0), hash)));
        }
        return all;
    }

    private List<ScriptReply> timeAndHashes(String operation, List<RedisKeys> keys) {
        Duration offset = clockOffset.get();
        List<ScriptReply> reply = new ScriptReply(
                        runner.run(ScriptCall.timeWithHashes(operation, NOW, variant(NOW, offset), keys))
                                .value())
                .list();
        ScriptReply time = reply.get(0);
        if (!time.isNumber()) {
            List<ScriptReply> parts = time.list();
            long micros = Long.parseLong(parts.get(0).text()) * 1_000_000
                    + Long.parseLong(parts.get(1).text());
            reply.set(0, new ScriptReply(micros + offset.toNanos() / 1000));
        }
        return reply;
    }

    /**
     * Runs a script that writes, and waits until replicas have confirmed what it wrote; one round trip, which ends when
     * they have or when the time is over. The write stays in either case, so the caller who needs more has to undo it.
     *
     * <p>What is waited for is the last write of the connection. A script that is sent again therefore has to write
     * again, or an earlier send over another connection goes unconfirmed.
     *
     * @param script what to run, a {@link Repeat#IDEMPOTENT}
     * @param keys at least one key
     * @param args the script's arguments
     * @param replicas how many replicas to wait for, at least one
     * @param timeout how long to wait for them: at least a millisecond, and clearly less than the attempt timeout
     * @return two elements: the script's answer, and how many replicas have confirmed, a number that can be higher
     * @throws StoreException if there was no answer, with the effect; refused over a client of the user's, which cannot
     * @throws IllegalArgumentException if there is no key, no replica or no time, or the script is not idempotent
     */
    public List<ScriptReply> evalReplicated(
            RedisScript script, RedisKeys keys, ScriptArgs args, int replicas, Duration timeout) {
        requireCall(script, keys, args);
        if (script.repeat() != Repeat.IDEMPOTENT) {
            throw new IllegalArgumentException("script must be an IDEMPOTENT, but is " + script);
        }
        if (replicas < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "replicas and timeout must be at least 1 and 1 ms, but are " + replicas + " and " + timeout);
        }
        ScriptCall call = ScriptCall.withWait(script, variant(script), keys, args, replicas, timeout);
        return new ScriptReply(runner.run(call).value()).list();
    }

    private RedisScript.Variant variant(RedisScript script) {
        return variant(script, clockOffset.get());
    }

    private static RedisScript.Variant variant(RedisScript script, Duration offset) {
        return script.variant(offset.toNanos() / 1000);
    }

    private static void requireCall(RedisScript script, RedisKeys keys, ScriptArgs args) {
        Objects.requireNonNull(script, "script");
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(args, "args");
        if (keys.names().isEmpty()) {
            throw new IllegalArgumentException("keys must be at least one, but are none; add one by RedisKeys.key");
        }
    }

    /**
     * Starts the keys of one call; all of them lie in the slot of the tag.
     *
     * @param tag any text that is not empty, at most 1024 bytes after escaping
     * @return no key yet; add some by {@link RedisKeys#key(String)}
     * @throws IllegalArgumentException if the tag is anything else
     */
    public RedisKeys keys(String tag) {
        return RedisKeys.of(namespace, tag);
    }

    /**
     * Returns this process's monotonic time, for drivers that remember for how long something holds; in tests it
     * pretends to be ahead by as much as the servers' clock.
     *
     * @return nanoseconds since any moment, as {@link System#nanoTime()} counts them
     */
    public long nanoTime() {
        return System.nanoTime() + clockOffset.get().toNanos();
    }

    /**
     * Returns what all keys begin with.
     *
     * @return the namespace, without the colon that follows it
     */
    public String namespace() {
        return namespace;
    }

    /**
     * Asks one server to run a trivial script, as a readiness probe does; one round trip.
     *
     * @throws StoreException if it does not answer by the deadline, or refuses
     */
    public void ping() {
        eval(PING, keys("ping").key("ping"), ScriptArgs.of());
    }

    /** Closes the connections; calls under way end with a failure. A client given by the user stays open. */
    @Override
    public void close() {
        runner.close();
    }

    /** Names the servers and the namespace, never credentials. */
    @Override
    public String toString() {
        return "RedisBackend[" + runner.describe() + ", namespace " + namespace + "]";
    }
}
