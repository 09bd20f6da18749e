package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.CommandArguments;

/** One call of a script by a driver, whatever number of sends it takes; every send is the same. */
record ScriptCall(RedisScript script, RedisScript.Variant variant, RedisKeys keys, List<byte[]> args) {
    Repeat repeat() {
        return script.repeat();
    }

    int slot() {
        return keys.slot();
    }

    byte[] hash() {
        return variant.sha1().getBytes(StandardCharsets.US_ASCII);
    }

    byte[] text() {
        return variant.text().getBytes(StandardCharsets.UTF_8);
    }

    List<byte[]> keyBytes() {
        return keys.names().stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toList();
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
                new CommandArguments(command).add(hashOrText).add(keys.names().size());
        keyBytes().forEach(arguments::add);
        args.forEach(arguments::add);
        return arguments;
    }

    @Override
    public String toString() {
        return "script '" + script.name() + "'";
    }
}
