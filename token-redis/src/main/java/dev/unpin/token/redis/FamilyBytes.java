package dev.unpin.token.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.redis.ScriptReply;
import dev.unpin.token.spi.StoredFamily;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Reads what the scripts store of a family, in the layout that {@code family.lua} tells and has checked. */
final class FamilyBytes {
    private static final int HASH = 32;
    private static final int CALL = 8;

    private FamilyBytes() {}

    static StoredFamily read(String id, byte[] packed) {
        ByteBuffer bytes = ByteBuffer.wrap(packed);
        bytes.position(2);
        long generation = Integer.toUnsignedLong(bytes.getInt());
        bytes.position(bytes.position() + HASH);
        Instant opened = Instant.ofEpochMilli(bytes.getLong());
        Instant used = Instant.ofEpochMilli(bytes.getLong());
        Instant deadline = Instant.ofEpochMilli(bytes.getLong());
        Instant absolute = Instant.ofEpochMilli(bytes.getLong());
        bytes.position(bytes.position() + CALL);
        int times = Byte.toUnsignedInt(bytes.get());
        bytes.position(bytes.position() + times * Long.BYTES);
        return new StoredFamily(
                id,
                generation,
                opened,
                used,
                deadline,
                absolute,
                UTF_8.decode(bytes).toString());
    }

    static List<String> ids(ScriptReply list) {
        return list.list().stream().map(ScriptReply::text).toList();
    }
}
