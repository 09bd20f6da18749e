package dev.unpin.concurrency.redis;

import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.StoredRecord;
import dev.unpin.redis.ScriptReply;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a record's hash; the layout is described in {@code record.lua}. */
final class RecordHash {
    private static final byte FORMAT = 1;
    private static final int LENGTH = 1 + 2 * Long.BYTES;

    /** The largest number that scripts, too, hold exactly. */
    private static final long EXACT = (1L << 53) - 1;

    private RecordHash() {}

    /**
     * Reads and judges a record. What nobody but a stranger in the database can have written is refused, and so is what
     * a later release has.
     *
     * @param stored names and values in turn
     */
    static Optional<StoredRecord> read(String collection, ScriptReply stored, long nowMillis) {
        if (stored.isNull()) {
            throw damaged(collection);
        }
        byte @Nullable [] meta = null;
        byte @Nullable [] value = null;
        List<ScriptReply> namesAndValues = stored.list();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            switch (namesAndValues.get(i).text()) {
                case "m" -> meta = namesAndValues.get(i + 1).bytes();
                case "v" -> value = namesAndValues.get(i + 1).bytes();
                default -> {} // recent writes, of which only writes are judged
            }
        }
        if (namesAndValues.isEmpty()) {
            return Optional.empty();
        } else if (meta == null || meta.length == 0) {
            throw damaged(collection);
        } else if (meta[0] != FORMAT) {
            throw laterFormat(collection);
        } else if (meta.length != LENGTH) {
            throw damaged(collection);
        }
        ByteBuffer layout = ByteBuffer.wrap(meta, 1, 2 * Long.BYTES);
        long version = layout.getLong();
        long goneAt = layout.getLong();
        if (version < 1 || version >= EXACT || goneAt < 0 || goneAt > EXACT) {
            throw damaged(collection);
        }
        if (goneAt > 0 && nowMillis >= goneAt) {
            return Optional.empty();
        } else if (value == null) {
            throw damaged(collection);
        }
        return Optional.of(new StoredRecord(version, value));
    }

    static StoreException damaged(String collection) {
        return StoreException.refused("a record of " + collection + " is stored damaged; remove its key", null);
    }

    static StoreException laterFormat(String collection) {
        return StoreException.refused(
                "a record of " + collection + " was stored by a later release than this one", null);
    }
}
