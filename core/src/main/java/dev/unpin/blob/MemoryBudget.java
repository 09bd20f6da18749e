package dev.unpin.blob;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory of all uploads of one {@link Blobs}. An upload takes 64 KiB first, and a whole part when it turns out to
 * be larger; then it has all it will ever need. First chunks and parts come from two separate pools, so that those that
 * wait for a part, each with a first chunk in hand, never keep away what they wait for. Thread-safe; first come, first
 * served.
 */
final class MemoryBudget {
    static final int FIRST_CHUNK_BYTES = 64 * 1024;

    private final Semaphore firsts;
    private final Semaphore parts;
    private final int partBytes;
    private final Duration patience;

    /** Seven eighths of the bytes are for parts. */
    MemoryBudget(long bytes, int partBytes, Duration patience) {
        long partCount = Math.max(1, bytes / 8 * 7 / partBytes);
        long rest = Math.max(0, bytes - partCount * partBytes);
        this.parts = new Semaphore((int) Math.min(partCount, Integer.MAX_VALUE), true);
        this.firsts = new Semaphore((int) Math.min(Math.max(1, rest / FIRST_CHUNK_BYTES), Integer.MAX_VALUE), true);
        this.partBytes = partBytes;
        this.patience = patience;
    }

    int partBytes() {
        return partBytes;
    }

    Reservation reserve() {
        return new Reservation();
    }

    private void take(Semaphore pool) {
        try {
            if (pool.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new BlobBusyException(patience);
    }

    /** What one upload has taken. Not thread-safe. */
    final class Reservation implements AutoCloseable {
        private boolean hasFirst;
        private boolean hasPart;

        /** Makes sure that so many bytes, at most a part, may be allocated; waits for them if need be. */
        void cover(int bytes) {
            if (!hasFirst) {
                take(firsts);
                hasFirst = true;
            }
            if (bytes > FIRST_CHUNK_BYTES && !hasPart) {
                take(parts);
                hasPart = true;
            }
        }

        @Override
        public void close() {
            if (hasPart) {
                parts.release();
            }
            if (hasFirst) {
                firsts.release();
            }
            hasPart = false;
            hasFirst = false;
        }
    }
}
