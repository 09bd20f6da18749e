package dev.unpin.metrics.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Effect;
import dev.unpin.StoreCall;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final StoreMetrics metrics = StoreMetrics.create(registry);

    @Test
    void everyCallIsCountedByWhatBecameOfIt() {
        call("session.load", null, 1);
        call("session.load", null, 1);
        call("session.commit", Effect.REFUSED, 1);
        call("session.commit", Effect.NOT_SENT, 0);
        call("session.commit", Effect.UNKNOWN, 3);

        assertThat(calls("session.load", "answered")).isEqualTo(2);
        assertThat(calls("session.load", "unknown")).isZero();
        assertThat(calls("session.commit", "refused")).isEqualTo(1);
        assertThat(calls("session.commit", "not_sent")).isEqualTo(1);
        assertThat(calls("session.commit", "unknown")).isEqualTo(1);
        assertThat(registry.get("unpin.store.calls")
                        .tag("operation", "session.load")
                        .tag("outcome", "answered")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(4);
    }

    @Test
    void roundTripsAndBytesAddUp() {
        call("session.load", null, 1);
        call("session.load", null, 2);

        assertThat(registry.get("unpin.store.round.trips").counter().count()).isEqualTo(3);
        assertThat(registry.get("unpin.store.sent").summary().totalAmount()).isEqualTo(200);
        assertThat(registry.get("unpin.store.received").summary().max()).isEqualTo(50);
        assertThat(registry.get("unpin.store.received").summary().getId().getBaseUnit())
                .isEqualTo("bytes");
    }

    @Test
    void howeverManyOperationsThereAreTheMetersAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            call("operation-" + i, null, 1);
        }

        assertThat(registry.getMeters()).hasSizeLessThanOrEqualTo(7 * (StoreMetrics.MAX_OPERATIONS + 1));
        assertThat(registry.get("unpin.store.round.trips")
                        .tag("operation", "other")
                        .counter()
                        .count())
                .isEqualTo(10_000 - StoreMetrics.MAX_OPERATIONS);
    }

    private void call(String operation, @Nullable Effect failure, int roundTrips) {
        metrics.onCall(new StoreCall("redis", operation, failure, roundTrips, 100, 50, Duration.ofMillis(2)));
    }

    private long calls(String operation, String outcome) {
        return registry.get("unpin.store.calls")
                .tag("store", "redis")
                .tag("operation", operation)
                .tag("outcome", outcome)
                .timer()
                .count();
    }
}
