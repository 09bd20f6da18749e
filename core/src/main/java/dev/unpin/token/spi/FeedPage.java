package dev.unpin.token.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A page of the feed. Immutable.
 *
 * @param status whether there is more, or the reader has to start again
 * @param epochBegan the store's time when its present memory began: whatever was revoked before that may be forgotten
 * @param storeTime the store's time at this reading
 * @param beatAge how old the last beat was at this reading; zero if this reading made it
 * @param revocations in the order of their versions; unmodifiable
 * @param next how far this page goes
 */
public record FeedPage(
        Status status,
        Instant epochBegan,
        Instant storeTime,
        Duration beatAge,
        List<RecordedRevocation> revocations,
        FeedPosition next) {
    /** How a page goes on. */
    public enum Status {
        /** There is more after this page. */
        MORE,

        /** With this page all has been read. */
        COMPLETE,

        /**
         * The store does not know the position: it has lost data, or the reader was away for too long. The page is
         * empty, and the reader starts again.
         */
        LOST
    }

    /**
     * Takes a page.
     *
     * @param status whether there is more, or the reader has to start again
     * @param epochBegan when the store's present memory began
     * @param storeTime the store's time at this reading
     * @param beatAge how old the last beat was
     * @param revocations in the order of their versions; copied
     * @param next how far this page goes
     */
    public FeedPage {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(epochBegan, "epochBegan");
        Objects.requireNonNull(storeTime, "storeTime");
        Objects.requireNonNull(beatAge, "beatAge");
        revocations = List.copyOf(revocations);
        Objects.requireNonNull(next, "next");
    }
}
