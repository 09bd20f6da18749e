package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;

/** One call of a script by a driver, whatever number of sends it takes; every send is the same. For one thread. */
final class ScriptCall {
    private final RedisScript script;
    private final RedisScript.Variant variant;
    private final int slot;
    private final List<byte[]> keys;
    private final List<byte[]> args;
    private int roundTrips;

    ScriptCall(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        this.script = script;
        this.variant = variant;
        this.slot = keys.slot();
        this.keys = keys.names().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toList();
        this.args = List.copyOf(args.values());
    }

    Repeat repeat() {
        return script.repeat();
    }

    int slot() {
        return slot;
    }

    byte[] hash() {
        return variant.hash();
    }

    byte[] text() {
        return variant.text();
    }

    List<byte[]> keys() {
        return keys;
    }

    List<byte[]> args() {
        return args;
    }

    String operation() {
        return script.operation();
    }

    /** Must precede everything that is sent for this call. */
    void countRoundTrip() {
        roundTrips++;
    }

    int roundTrips() {
        return roundTrips;
    }

    /** The bytes of keys and arguments, of one send. */
    long bytes() {
        long bytes = 0;
        for (byte[] key : keys) {
            bytes += key.length;
        }
        for (byte[] arg : args) {
            bytes += arg.length;
        }
        return bytes;
    }

    /** What is sent first: the script's hash, which nearly always is known. */
    CommandArguments byHash() {
        return arguments(RedisCommand.EVALSHA, hash());
    }

    /** What is sent to a server that does not know the hash. */
    CommandArguments byText() {
        return arguments(RedisCommand.EVAL, text());
    }

    private CommandArguments arguments(RedisCommand command, byte[] hashOrText) {
        CommandArguments arguments =
                new CommandArguments(command).add(hashOrText).add(keys.size());
        keys.forEach(arguments::add);
        args.forEach(arguments::add);
        return arguments;
    }

    @Override
    public String toString() {
        return "script '" + script.name() + "'";
    }
}
