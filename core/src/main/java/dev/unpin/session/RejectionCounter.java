package dev.unpin.session;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts rejected cookies by reason. Thread-safe. */
final class RejectionCounter {
    private final Map<CookieRejection, LongAdder> counts;

    RejectionCounter() {
        Map<CookieRejection, LongAdder> zeros = new EnumMap<>(CookieRejection.class);
        Arrays.stream(CookieRejection.values()).forEach(reason -> zeros.put(reason, new LongAdder()));
        counts = Collections.unmodifiableMap(zeros);
    }

    void count(CookieRejection reason) {
        of(reason).increment();
    }

    long sum(CookieRejection reason) {
        return of(reason).sum();
    }

    private LongAdder of(CookieRejection reason) {
        return Objects.requireNonNull(counts.get(reason));
    }
}
