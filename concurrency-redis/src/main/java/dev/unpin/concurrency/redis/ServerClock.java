package dev.unpin.concurrency.redis;

import dev.unpin.concurrency.spi.RecordWrite;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Knows a time that has surely passed on the servers, for writes that build on no version: a record's versions are
 * times, so whatever a write makes is newer than any time from before it was first sent. Thread-safe.
 *
 * <p>Surely: while the servers' clocks agree within a minute and step back by less. Even then nothing goes wrong unless
 * an answer is lost and 32 others write the same record before it is asked for again.
 */
final class ServerClock {
    private static final long MARGIN_MICROS = Duration.ofMinutes(1).toNanos() / 1_000;
    private static final long UNKNOWN = Long.MIN_VALUE;

    /** Server time less our own monotonic one, as of the last answer. */
    private volatile long offsetMicros = UNKNOWN;

    void seen(long serverMicros) {
        offsetMicros = serverMicros - ownMicros();
    }

    long surelyPastMicros() {
        long offset = offsetMicros;
        return offset == UNKNOWN ? RecordWrite.NO_BASE : Math.max(0, ownMicros() + offset - MARGIN_MICROS);
    }

    private static long ownMicros() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    }
}
