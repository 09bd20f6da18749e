package dev.unpin.examples.lab.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long answers took, in milliseconds. Not thread-safe. */
final class Latencies {
    private static final long LONGEST = TimeUnit.MINUTES.toMicros(2);

    private final Histogram micros = new Histogram(LONGEST, 3);

    void add(long nanos) {
        micros.recordValue(Math.min(LONGEST, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    long count() {
        return micros.getTotalCount();
    }

    /** Tells what so many percent of answers did not exceed; 0 if there are none. */
    double percentile(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1_000.0;
    }

    void clear() {
        micros.reset();
    }
}
