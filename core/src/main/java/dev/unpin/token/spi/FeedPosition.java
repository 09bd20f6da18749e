package dev.unpin.token.spi;

/**
 * How far somebody has read the feed. Immutable. A store only takes back what it has given, or {@link #START}.
 *
 * @param checkpointId a mark that the feed had when it was read; by it a store recognises its own past
 * @param checkpointVersion the mark's place in the feed
 * @param after the version up to which all has been read
 */
public record FeedPosition(long checkpointId, long checkpointVersion, long after) {
    /** Before everything. */
    public static final FeedPosition START = new FeedPosition(0, 0, 0);
}
