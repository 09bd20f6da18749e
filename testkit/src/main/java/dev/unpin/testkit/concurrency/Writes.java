package dev.unpin.testkit.concurrency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.Condition;
import dev.unpin.Version;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Writes of one record, as a store gets them. */
record Writes(RecordStore store, String key) {
    static final String COLLECTION = "things";
    static final Duration TOMBSTONE = Duration.ofHours(24);

    Writes(RecordStore store) {
        this(store, "one");
    }

    /** A write that was not sent yet. */
    RecordWrite put(String value, Condition condition) {
        return write(value.getBytes(UTF_8), condition, Duration.ZERO);
    }

    RecordWrite remove(Condition condition) {
        return write(null, condition, Duration.ZERO);
    }

    RecordWrite write(byte @Nullable [] value, Condition condition, Duration timeToLive) {
        return RecordWrite.of(
                COLLECTION, key, ThreadLocalRandom.current().nextLong(), condition, value, timeToLive, TOMBSTONE);
    }

    /** Writes, as Records does: a write that builds on nothing is judged on what the store knows if need be. */
    RecordReply send(RecordWrite write) {
        RecordReply reply = store.write(write);
        return reply.status() == RecordReply.Status.STALE ? store.write(write.basedOn(reply.version())) : reply;
    }

    long written(RecordWrite write) {
        RecordReply reply = send(write);
        assertEquals(RecordReply.Status.WRITTEN, reply.status());
        return reply.version();
    }

    long written(String value) {
        return written(put(value, Condition.any()));
    }

    void refused(RecordWrite write) {
        assertEquals(RecordReply.Status.CONFLICT, send(write).status());
    }

    Optional<String> read() {
        return store.find(COLLECTION, key).map(Writes::text);
    }

    static String text(StoredRecord record) {
        return new String(record.value(), UTF_8);
    }

    static Condition at(long version) {
        return Condition.ifVersion(new Version(Long.toString(version)));
    }
}
