package dev.unpin.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One call of a script by a driver, whatever number of sends it takes. */
record ScriptCall(
        RedisScript script, RedisScript.Variant variant, RedisKeys keys, List<byte[]> args, List<byte[]> writeId) {
    private static final byte[] NEVER_SENT_BEFORE = {'0'};

    static ScriptCall of(RedisScript script, RedisScript.Variant variant, RedisKeys keys, ScriptArgs args) {
        List<byte[]> writeId = script.repeat() == Repeat.RECOGNISED_WRITE ? List.of(randomId()) : List.of();
        return new ScriptCall(script, variant, keys, List.copyOf(args.values()), writeId);
    }

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

    /**
     * The arguments as sent.
     *
     * @param firstSentMicros 0, or the moment that prologue-write.lua describes
     */
    List<byte[]> argBytes(long firstSentMicros) {
        if (writeId.isEmpty()) {
            return args;
        }
        List<byte[]> all = new ArrayList<>(args);
        all.addAll(writeId);
        all.add(
                firstSentMicros == 0
                        ? NEVER_SENT_BEFORE
                        : Long.toString(firstSentMicros).getBytes(StandardCharsets.US_ASCII));
        return all;
    }

    private static byte[] randomId() {
        UUID id = UUID.randomUUID();
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }

    @Override
    public String toString() {
        return "script '" + script.name() + "'";
    }
}
