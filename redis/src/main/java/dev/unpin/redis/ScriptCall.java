package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/** One call of a script by a driver, whatever number of sends it takes; every send is the same. For one thread. */
final class ScriptCall {
    private final RedisScript script;
    private final RedisScript.Variant variant;
    private final int slot;
    private final List<byte[]> keys;
    private final List<byte[]> args;
    private final @Nullable CommandArguments behind;
    private int roundTrips;

    private ScriptCall(
            RedisScript script,
            RedisScript.Variant variant,
            RedisKeys keys,
            ScriptArgs args,
            @Nullable CommandArguments behind) {
        this.script = script;
        this.variant = variant;
        this.slot = keys.slot();
        this.keys = new ArrayList<>(keys.names().size());
        keys.names().forEach(name -> this.keys.add(name.getBytes(StandardCharsets.US_ASCII)));
        this.args = List.copyOf(args.values());
        this.behind = behind;
    }

    static ScriptCall of(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        return new ScriptCall(script, variant, keys, args, null);
    }

    /** A call after which the hash under the first key is read, on the same connection and in the same round trip. */
    static ScriptCall withHash(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        byte[] first = keys.names().get(0).getBytes(StandardCharsets.US_ASCII);
        return new ScriptCall(script, variant, keys, args, new CommandArguments(RedisCommand.HGETALL).add(first));
    }

    /** A call after which replicas are waited for, on the same connection, whose last write it then is. */
    static ScriptCall withWait(
            RedisScript script,
            RedisScript.Variant variant,
            RedisKeys keys,
            ScriptArgs args,
            int replicas,
            Duration timeout) {
        CommandArguments wait =
                new CommandArguments(RedisCommand.WAIT).add(replicas).add(timeout.toMillis());
        return new ScriptCall(script, variant, keys, args, wait);
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
        return behind != null && behind.getCommand() == RedisCommand.HGETALL;
    }

    boolean isWaitToo() {
        return behind != null && behind.getCommand() == RedisCommand.WAIT;
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
        return behind == null ? List.of(eval) : List.of(eval, behind);
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
