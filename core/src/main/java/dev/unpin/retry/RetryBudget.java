package dev.unpin.retry;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket from which every further try takes a token, so that many callers of one hot place cannot melt its
 * store; first tries are free. Who finds it empty waits for the token that it reserves. Thread-safe.
 */
public final class RetryBudget {
    private final long interval;
    private final long burst;

    /** When the bucket will be full again. */
    private final AtomicLong fullAt;

    /**
     * Makes a full bucket.
     *
     * @param perSecond how many tokens are added per second, and how many it holds; positive
     */
    public RetryBudget(int perSecond) {
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        burst = interval * (perSecond - 1L);
        fullAt = new AtomicLong(System.nanoTime());
    }

    /**
     * Takes a token, or reserves the next one.
     *
     * @param patience how long the caller could wait, in nanoseconds
     * @return for how long it has to wait, or a negative number if that is too long; then nothing was taken
     */
    public long take(long patience) {
        while (true) {
            long now = System.nanoTime();
            long full = fullAt.get();
            long start = full - now < 0 ? now : full;
            long wait = Math.max(0, start - now - burst);
            if (wait > patience) {
                return -1;
            }
            if (fullAt.compareAndSet(full, start + interval)) {
                return wait;
            }
        }
    }
}
