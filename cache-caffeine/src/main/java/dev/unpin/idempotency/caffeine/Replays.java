package dev.unpin.idempotency.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The results that are remembered, and for whom and how long. Thread-safe.
 *
 * <p>No store changes a result before its retention is over, so what was read can be repeated until then, without the
 * tickets and versions that copies of what changes would need.
 */
final class Replays {
    private final LongSupplier nanoTime;
    private final Cache<String, Replay> replays;

    Replays(long maxBytes, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        // No thread of its own: what there is to do is done by who comes along. The cache's expiry only frees memory.
        this.replays = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher(Replays::weigh)
                .expireAfter(Expiry.<String, Replay>writing((id, replay) -> replay.kept()))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /**
     * A result and whose it is.
     *
     * @param fingerprint of the payload that led to it
     * @param asked by the ticker, before the store was asked
     * @param kept for how long the store keeps it, counted from some time after that
     * @param result never modified
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Replay(String fingerprint, long asked, Duration kept, byte[] result) {
        Duration left(long now) {
            return kept.minusNanos(now - asked);
        }
    }

    Optional<BeginReply> find(BeginRequest request) {
        Replay replay = replays.getIfPresent(request.id());
        if (replay == null || !replay.fingerprint().equals(request.fingerprint())) {
            return Optional.empty();
        }
        Duration left = replay.left(nanoTime.getAsLong());
        return left.isNegative() || left.isZero()
                ? Optional.empty()
                : Optional.of(BeginReply.replay(replay.result(), left));
    }

    /** To be called before the store is asked. */
    long now() {
        return nanoTime.getAsLong();
    }

    void put(BeginRequest request, BeginReply reply, long asked) {
        Replay replay = new Replay(request.fingerprint(), asked, reply.retentionLeft(), reply.result());
        if (!replay.left(nanoTime.getAsLong()).isNegative()) {
            replays.put(request.id(), replay);
        }
    }

    void forget(String id) {
        replays.invalidate(id);
    }

    /** Includes what has not been cleaned up yet. */
    long weight() {
        replays.cleanUp();
        return replays.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    /** An estimate on the high side, of a 64-bit JVM; the strings are counted as two bytes a character. */
    private static int weigh(String id, Replay replay) {
        long bytes = 400 + 2L * id.length() + 2L * replay.fingerprint().length() + replay.result().length;
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }
}
