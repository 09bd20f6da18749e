package dev.unpin.session;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Counts rejected cookies by reason. Thread-safe. */
final class RejectionCounter {
    private final LongAdder[] counts = new LongAdder[CookieRejection.values().length];

    RejectionCounter() {
        Arrays.setAll(counts, i -> new LongAdder());
    }

    void count(CookieRejection reason) {
        counts[reason.ordinal()].increment();
    }

    long of(CookieRejection reason) {
        return counts[reason.ordinal()].sum();
    }
}
