package dev.unpin.concurrency;

import dev.unpin.Condition;
import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.Versioned;
import dev.unpin.codec.Codec;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What reads and writes of one collection share. Thread-safe. */
record RecordSettings<T>(
        RecordStore store,
        String collection,
        Codec<T> codec,
        int maxValueBytes,
        Duration timeToLive,
        Duration tombstone,
        OptimisticUpdate updates,
        RandomGenerator random) {
    private static final int MAX_KEY_BYTES = 256;

    /** Each further one only after as many foreign writes as a store remembers: more than this is no accident. */
    private static final int MOST_REBASES = 8;

    static String requireKey(String key) {
        int bytes = Objects.requireNonNull(key, "key").getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_KEY_BYTES) {
            throw new IllegalArgumentException("a key is 1 to " + MAX_KEY_BYTES + " bytes in UTF-8, not " + bytes);
        }
        return key;
    }

    byte[] encode(T value) {
        byte[] bytes = codec.encode(Objects.requireNonNull(value, "value"));
        if (bytes.length > maxValueBytes) {
            throw new LimitExceededException(
                    "maxValueBytes",
                    maxValueBytes,
                    "a record of " + collection + " has at most " + maxValueBytes + " bytes, not " + bytes.length);
        }
        return bytes;
    }

    Versioned<T> decode(StoredRecord stored) {
        return new Versioned<>(codec.decode(stored.value()), version(stored.version()));
    }

    @Nullable
    Versioned<T> decodeOrNull(@Nullable StoredRecord stored) {
        return stored == null ? null : decode(stored);
    }

    static Version version(long version) {
        return new Version(Long.toString(version));
    }

    /**
     * Writes, and settles what the store does not remember: STALE proves that nothing was applied, since nothing of
     * this write has gone without an answer. A condition on versions older than that is not met; any other is judged
     * anew on the version that the reply names.
     */
    RecordReply write(String key, Condition condition, byte @Nullable [] value) {
        RecordWrite write =
                RecordWrite.of(collection, requireKey(key), random.nextLong(), condition, value, timeToLive, tombstone);
        for (int i = 0; i < MOST_REBASES; i++) {
            RecordReply reply = store.write(write);
            if (reply.status() != RecordReply.Status.STALE) {
                return reply;
            }
            if (condition.kind() == Condition.Kind.VERSION) {
                return RecordReply.conflict(reply.current().orElse(null));
            }
            write = write.basedOn(reply.version());
        }
        throw StoreException.refused(
                "a record of " + collection + " is written too often for a write without a version", null);
    }
}
