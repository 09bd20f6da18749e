package dev.unpin.concurrency;

import dev.unpin.Condition;
import dev.unpin.concurrency.spi.RecordReply;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import dev.unpin.memory.RecentWrites;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One record of a {@link MemoryRecordStore}, or what is left of it; its monitor makes every call one step. */
final class MemoryRecord {
    /** As many recent writes as every store must recognise. */
    private static final int RECENT_WRITES = 32;

    private final RecentWrites recentWrites = new RecentWrites(RECENT_WRITES);
    private long version;
    private byte @Nullable [] value;
    private Instant goneAt = Instant.MAX;
    private Instant forgottenAt = Instant.MIN;

    synchronized @Nullable StoredRecord current(Instant now) {
        byte[] stored = value;
        return stored == null || !now.isBefore(goneAt) ? null : new StoredRecord(version, stored);
    }

    synchronized RecordReply write(RecordWrite write, Instant now) {
        Optional<Long> repeated = recentWrites.versionOf(write.writeId());
        if (repeated.isPresent()) {
            return RecordReply.written(repeated.get());
        }
        StoredRecord current = current(now);
        boolean met = write.isMetBy(current == null ? 0 : current.version());
        boolean never = met && write.kind() == Condition.Kind.VERSION;
        if (!never && !recentWrites.reachBackTo(write.baseVersion())) {
            return RecordReply.stale(version, current);
        }
        if (!met) {
            return RecordReply.conflict(current);
        }
        if (current == null && write.value() == null) {
            return RecordReply.nothing();
        }
        return RecordReply.written(apply(write, now));
    }

    private long apply(RecordWrite write, Instant now) {
        version = Math.max(version + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
        value = write.value();
        if (value == null) {
            goneAt = now;
        } else {
            goneAt = write.timeToLive().isZero() ? Instant.MAX : now.plus(write.timeToLive());
        }
        forgottenAt = goneAt.equals(Instant.MAX) ? Instant.MAX : goneAt.plus(write.tombstone());
        recentWrites.add(write.writeId(), version);
        return version;
    }

    /** Whether nothing need be known of this record any more. */
    synchronized boolean isForgettable(Instant now) {
        return !now.isBefore(forgottenAt);
    }
}
