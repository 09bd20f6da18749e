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
    private final boolean hashToo;
    private int roundTrips;

    private ScriptCall(
            RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args, boolean hashToo) {
        this.script = script;
        this.variant = variant;
        this.slot = keys.slot();
        this.keys = keys.names().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toList();
        this.args = List.copyOf(args.values());
        this.hashToo = hashToo;
    }

    static ScriptCall of(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        return new ScriptCall(script, variant, keys, args, false);
    }

    /** A call after which the hash under the first key is read, on the same connection and in the same round trip. */
    static ScriptCall withHash(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        return new ScriptCall(script, variant, keys, args, true);
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

    boolean isHashToo() {
        return hashToo;
    }

    /** What is sent first: with the script's hash, which nearly always is known. */
    List<CommandArguments> byHash() {
        return commands(arguments(RedisCommand.EVALSHA, hash()));
    }

    /** What is sent to a server that does not know the hash. */
    List<CommandArguments> byText() {
        return commands(arguments(RedisCommand.EVAL, text()));
    }

    private List<CommandArguments> commands(CommandArguments eval) {
        return hashToo ? List.of(eval, new CommandArguments(RedisCommand.HGETALL).add(keys.get(0))) : List.of(eval);
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
