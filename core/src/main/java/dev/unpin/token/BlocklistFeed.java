package dev.unpin.token;

import dev.unpin.StoreException;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.FeedPage;
import dev.unpin.token.spi.FeedPosition;
import dev.unpin.token.spi.FeedRequest;
import dev.unpin.token.spi.RecordedRevocation;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevokedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a store's feed, and puts back what the store has lost. One reading at a time; {@link #news} may be asked by
 * anybody.
 */
final class BlocklistFeed {
    private static final Logger LOG = LoggerFactory.getLogger(TokenBlocklist.class);
    private static final int PAGE = 2_000;
    private static final int MOST_STARTS = 3;

    private final BlocklistStore store;
    private final BlocklistCopy copy;
    private final StoreClock clock;
    private final Duration retention;
    private final Duration every;
    private final LongSupplier nanos;
    private Phase phase = Phase.START;
    private FeedPosition position = FeedPosition.START;
    private long lastSent;
    private volatile @Nullable News news;

    /** What the next reading has to do. */
    private enum Phase {
        START,
        FIRST_READING,
        PUTTING_BACK,
        FOLLOWING
    }

    /**
     * How new the copy is.
     *
     * @param asOf nanoseconds of the monotonic clock: all that was revoked before is in the copy
     * @param epochBegan when the store's memory began, in milliseconds
     */
    record News(long asOf, long epochBegan) {}

    BlocklistFeed(
            BlocklistStore store,
            BlocklistCopy copy,
            StoreClock clock,
            Duration retention,
            Duration every,
            LongSupplier nanos) {
        this.store = store;
        this.copy = copy;
        this.clock = clock;
        this.retention = retention;
        this.every = every;
        this.nanos = nanos;
    }

    /** How new the copy is, or null if the store was never read to the end. */
    @Nullable
    News news() {
        return news;
    }

    /**
     * Reads what is new, and puts back what the store has lost. What fails is gone on with at the next call.
     *
     * @throws StoreException if the store is down, silent or refuses to work, or keeps losing our position
     */
    synchronized void read() {
        for (int start = 0; start < MOST_STARTS; start++) {
            if (phase == Phase.START) {
                copy.beginRebuilding();
                position = FeedPosition.START;
                phase = Phase.FIRST_READING;
            }
            if (readPages() && (phase != Phase.PUTTING_BACK || putBack())) {
                return;
            }
            LOG.info(
                    "The blocklist's store has lost data, or this instance was away for long; reading all of it again");
            phase = Phase.START;
        }
        throw StoreException.refused("the blocklist's store loses its data faster than it can be read", null);
    }

    /** Reads all pages that there are; false if the store does not know our position any more. */
    private boolean readPages() {
        boolean following = phase != Phase.FIRST_READING;
        Collection<RecordedRevocation> expected = following ? copy.recent(position.checkpointVersion()) : Set.of();
        Map<RevokedId, Instant> shown = new HashMap<>();
        FeedPosition from = position;
        FeedPage page;
        do {
            page = ask(from);
            if (page.status() == FeedPage.Status.LOST) {
                return false;
            }
            from = page.next();
            for (RecordedRevocation recorded : page.revocations()) {
                copy.add(recorded.revocation());
                if (following) {
                    shown.put(recorded.revocation().id(), recorded.revocation().time());
                }
                if (recorded.version() > from.checkpointVersion()) {
                    copy.expect(recorded);
                }
            }
            if (!following) {
                position = from;
            }
        } while (page.status() == FeedPage.Status.MORE);
        position = from;
        List<Revocation> lost = copy.lost(expected, shown);
        copy.forgetRecent(from.checkpointVersion());
        // Expected until a reading shows them, so that what fails now is tried again.
        lost.forEach(revocation -> copy.expect(new RecordedRevocation(revocation, Long.MAX_VALUE)));
        copy.tidy();
        news = new News(lastSent - page.beatAge().toNanos(), page.epochBegan().toEpochMilli());
        restore(lost);
        phase = following ? phase : Phase.PUTTING_BACK;
        return true;
    }

    /** Puts back what is known and the store lacks; false as {@link #readPages}. */
    private boolean putBack() {
        int count = 0;
        for (List<Revocation> lacking = copy.lacking(); !lacking.isEmpty(); lacking = copy.lacking()) {
            restore(lacking);
            count += lacking.size();
            // Others put back the same: what they have done already is not done again.
            if (nanos.getAsLong() - lastSent >= every.toNanos() && !readPages()) {
                return false;
            }
        }
        if (count > 0) {
            LOG.warn("The blocklist's store had lost {} revocations; they have been put back", count);
        }
        copy.endRebuilding();
        phase = Phase.FOLLOWING;
        return true;
    }

    private void restore(List<Revocation> lost) {
        for (int from = 0; from < lost.size(); from += BlocklistStore.MAX_RESTORED) {
            List<Revocation> part = lost.subList(from, Math.min(lost.size(), from + BlocklistStore.MAX_RESTORED));
            store.restore(part, retention);
            copy.restored(part);
        }
    }

    private FeedPage ask(FeedPosition from) {
        lastSent = nanos.getAsLong();
        FeedPage page = store.read(new FeedRequest(from, retention, every, PAGE));
        clock.set(page.storeTime());
        return page;
    }
}
