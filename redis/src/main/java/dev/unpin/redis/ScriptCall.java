package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/** One call of a script by a driver, whatever number of sends it takes; every send is the same. For one thread. */
final class ScriptCall {
    private static final CommandArguments TIME = new CommandArguments(RedisCommand.TIME);

    private final RedisScript script;
    private final RedisScript.Variant variant;
    private final String operation;
    private final int slot;
    private final List<byte[]> keys;
    private final List<byte[]> args;
    /** What is sent instead of the script, over connections that can; or null. */
    private final @Nullable CommandArguments instead;

    private final List<CommandArguments> behind;
    private int roundTrips;

    private ScriptCall(
            String operation,
            RedisScript script,
            RedisScript.Variant variant,
            List<RedisKeys> keys,
            ScriptArgs args,
            @Nullable CommandArguments instead,
            List<CommandArguments> behind) {
        this.operation = operation;
        this.script = script;
        this.variant = variant;
        this.instead = instead;
        this.slot = keys.get(0).slot();
        this.keys = new ArrayList<>();
        for (RedisKeys each : keys) {
            each.names().forEach(name -> this.keys.add(name.getBytes(StandardCharsets.US_ASCII)));
        }
        this.args = List.copyOf(args.values());
        this.behind = behind;
    }

    static ScriptCall of(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        return new ScriptCall(script.operation(), script, variant, List.of(keys), args, null, List.of());
    }

    /** A call after which the hash under the first key is read, on the same connection and in the same round trip. */
    static ScriptCall withHash(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        return new ScriptCall(script.operation(), script, variant, List.of(keys), args, null, List.of(hash(keys)));
    }

    /**
     * A call that asks for the time, and after which the hash under each first key is read, on the same connection and
     * in the same round trip.
     *
     * @param now the script that tells the time where {@code TIME} cannot be sent
     * @param keys of one slot, unless one server serves all
     */
    static ScriptCall timeWithHashes(
            String operation, RedisScript now, RedisScript.Variant variant, List<RedisKeys> keys) {
        List<CommandArguments> hashes = keys.stream().map(ScriptCall::hash).toList();
        return new ScriptCall(operation, now, variant, keys, ScriptArgs.of(), TIME, hashes);
    }

    private static CommandArguments hash(RedisKeys keys) {
        byte[] first = keys.names().get(0).getBytes(StandardCharsets.US_ASCII);
        return new CommandArguments(RedisCommand.HGETALL).add(first);
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
        return new ScriptCall(script.operation(), script, variant, List.of(keys), args, null, List.of(wait));
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
        return operation;
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
        return isBehind(RedisCommand.HGETALL);
    }

    boolean isWaitToo() {
        return isBehind(RedisCommand.WAIT);
    }

    private boolean isBehind(RedisCommand command) {
        return !behind.isEmpty() && behind.get(0).getCommand() == command;
    }

    /**
     * What is sent first: with the script's hash, which nearly always is known, unless there is no need of the script.
     */
    List<CommandArguments> byHash() {
        return commands(instead == null ? arguments(RedisCommand.EVALSHA, hash()) : instead);
    }

    /** What is sent to a server that does not know the hash. */
    List<CommandArguments> byText() {
        return commands(arguments(RedisCommand.EVAL, text()));
    }

    private List<CommandArguments> commands(CommandArguments eval) {
        if (behind.isEmpty()) {
            return List.of(eval);
        }
        List<CommandArguments> commands = new ArrayList<>(1 + behind.size());
        commands.add(eval);
        commands.addAll(behind);
        return commands;
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
        return instead == null ? "script '" + script.name() + "'" : "read '" + operation + "'";
    }
}
