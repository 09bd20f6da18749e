package dev.unpin.token;

import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What one instance knows to be revoked. It only ever grows, until something is over; what a store has forgotten stays
 * known here. Thread-safe; looking up takes no lock.
 *
 * <p>A rebuilding reads the whole store into a second table as well, by which is found out what the store lacks.
 */
final class BlocklistCopy {
    private final LongPredicate cutoffIsOver;
    private final LongPredicate endIsOver;
    private final long tidyEvery;
    private final StoreClock clock;
    private final RevocationTable known;
    private long lastTidied;
    private @Nullable RevocationTable stored;
    private RevocationTable.@Nullable Walk lacking;

    /** What the store had above the last beat; the next reading has to show it again, or it has been lost. */
    private final Map<RevokedId, RecordedRevocation> recent = new HashMap<>();

    BlocklistCopy(StoreClock clock, Duration retention) {
        this.cutoffIsOver = cutoff -> cutoff < clock.millis() - retention.toMillis();
        this.endIsOver = end -> end < clock.millis();
        this.known = newTable();
        this.clock = clock;
        this.tidyEvery = retention.toMillis() / 4;
        this.lastTidied = clock.millis();
    }

    boolean isRevoked(AccessToken token) {
        return token.revokedIds().isRevokedBy(known);
    }

    /** Takes what a reading has shown. */
    synchronized void add(Revocation revocation) {
        know(revocation);
        if (stored != null) {
            stored.put(revocation.id(), revocation.time().toEpochMilli());
        }
    }

    /** Takes what the store has said some time ago; it may have lost it meanwhile. */
    synchronized void know(Revocation revocation) {
        known.put(revocation.id(), revocation.time().toEpochMilli());
    }

    /** Takes note that the store has something above the last beat. */
    synchronized void expect(RecordedRevocation recorded) {
        recent.put(recorded.revocation().id(), recorded);
    }

    synchronized int size() {
        return known.size();
    }

    /** What a reading from this beat on that is sent after this call has to show. */
    synchronized List<RecordedRevocation> recent(long checkpointVersion) {
        return recent.values().stream()
                .filter(recorded -> recorded.version() > checkpointVersion)
                .toList();
    }

    /** Of what was expected, what a reading has not shown, or with an earlier time, and is not over. */
    List<Revocation> lost(Collection<RecordedRevocation> expected, Map<RevokedId, Instant> shown) {
        List<Revocation> lost = new ArrayList<>();
        for (RecordedRevocation recorded : expected) {
            Revocation revocation = recorded.revocation();
            Instant time = shown.get(revocation.id());
            if ((time == null || time.isBefore(revocation.time())) && !isOver(revocation)) {
                lost.add(revocation);
            }
        }
        return lost;
    }

    /** Forgets the places of what lies before the last beat. */
    synchronized void forgetRecent(long checkpointVersion) {
        recent.values().removeIf(recorded -> recorded.version() <= checkpointVersion || isOver(recorded.revocation()));
    }

    private boolean isOver(Revocation revocation) {
        return known.isOver(revocation.id(), revocation.time().toEpochMilli());
    }

    /** Takes note that the store has something again, at a place that the next reading will tell. */
    synchronized void restored(List<Revocation> revocations) {
        for (Revocation revocation : revocations) {
            add(revocation);
            expect(new RecordedRevocation(revocation, Long.MAX_VALUE));
        }
    }

    synchronized void beginRebuilding() {
        stored = newTable();
        lacking = null;
        recent.clear();
    }

    /** A part of what is known and the store lacks, after all of the store has been read; empty if there is no more. */
    synchronized List<Revocation> lacking() {
        RevocationTable inStore = stored;
        List<Revocation> part = new ArrayList<>();
        if (inStore == null) {
            return part;
        }
        RevocationTable.Walk walk = lacking == null ? known.walk() : lacking;
        walk.addMissing(inStore, part, BlocklistStore.MAX_RESTORED);
        if (part.isEmpty() && lacking != null) {
            // What could not be put back at the first try is met at another walk.
            walk = known.walk();
            walk.addMissing(inStore, part, BlocklistStore.MAX_RESTORED);
        }
        lacking = walk;
        return part;
    }

    synchronized void endRebuilding() {
        stored = null;
        lacking = null;
    }

    /** Frees, now and then, what was over. */
    synchronized void tidy() {
        long now = clock.millis();
        if (now - lastTidied >= tidyEvery) {
            lastTidied = now;
            known.tidy();
        }
    }

    private RevocationTable newTable() {
        return new RevocationTable(cutoffIsOver, endIsOver);
    }
}
