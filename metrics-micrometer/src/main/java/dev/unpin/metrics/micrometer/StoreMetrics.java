package dev.unpin.metrics.micrometer;

import dev.unpin.Effect;
import dev.unpin.StoreCall;
import dev.unpin.StoreObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Meters every call of a store. Thread-safe.
 *
 * <pre>{@code
 * RedisBackend redis = RedisBackend.builder("shop").single(uri).observer(StoreMetrics.create(registry)).build();
 * }</pre>
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>name<th>type<th>tags
 *   <tr><td>{@code unpin.store.calls}<td>timer<td>{@code store}, {@code operation}, {@code outcome}: {@code answered},
 *       {@code refused}, {@code not_sent} or {@code unknown}
 *   <tr><td>{@code unpin.store.round.trips}<td>counter<td>{@code store}, {@code operation}
 *   <tr><td>{@code unpin.store.sent}, {@code unpin.store.received}<td>summary of bytes<td>{@code store},
 *       {@code operation}
 * </table>
 *
 * <p>Operations beyond the first {@value #MAX_OPERATIONS} are counted together as {@code other}.
 */
public final class StoreMetrics implements StoreObserver {
    /** How many operations have tags of their own. */
    public static final int MAX_OPERATIONS = 200;

    private static final String OTHER = "other";

    private final MeterRegistry registry;
    private final ConcurrentHashMap<Operation, Meters> meters = new ConcurrentHashMap<>();

    private StoreMetrics(MeterRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    private record Operation(String store, String name) {}

    /**
     * Meters calls.
     *
     * @param registry where; not closed
     * @return an observer, for one backend or several
     */
    public static StoreMetrics create(MeterRegistry registry) {
        return new StoreMetrics(registry);
    }

    @Override
    public void onCall(StoreCall call) {
        Operation operation = new Operation(call.store(), call.operation());
        Meters known = meters.get(operation);
        (known != null ? known : add(operation)).count(call);
    }

    private Meters add(Operation operation) {
        Operation named = meters.size() < MAX_OPERATIONS ? operation : new Operation(OTHER, OTHER);
        return meters.computeIfAbsent(named, missing -> new Meters(registry, missing));
    }

    /** The meters of one operation, found once: looking them up by tags would cost more than counting. */
    private static final class Meters {
        private final Timer answered;
        private final Timer refused;
        private final Timer notSent;
        private final Timer unknown;
        private final Counter roundTrips;
        private final DistributionSummary sent;
        private final DistributionSummary received;

        Meters(MeterRegistry registry, Operation operation) {
            Tags tags = Tags.of("store", operation.store(), "operation", operation.name());
            answered = timer(registry, tags, null);
            refused = timer(registry, tags, Effect.REFUSED);
            notSent = timer(registry, tags, Effect.NOT_SENT);
            unknown = timer(registry, tags, Effect.UNKNOWN);
            roundTrips = Counter.builder("unpin.store.round.trips")
                    .description("Exchanges with a store's server, repeated ones included")
                    .tags(tags)
                    .register(registry);
            sent = bytes(registry, tags, "unpin.store.sent", "Bytes of keys and arguments sent by a call");
            received = bytes(registry, tags, "unpin.store.received", "Bytes of values received by a call");
        }

        void count(StoreCall call) {
            timer(call.failure()).record(call.duration());
            roundTrips.increment(call.roundTrips());
            sent.record((double) call.bytesSent());
            received.record((double) call.bytesReceived());
        }

        private Timer timer(@Nullable Effect failure) {
            if (failure == null) {
                return answered;
            }
            return switch (failure) {
                case REFUSED -> refused;
                case NOT_SENT -> notSent;
                case UNKNOWN -> unknown;
            };
        }

        private static Timer timer(MeterRegistry registry, Tags tags, @Nullable Effect failure) {
            return Timer.builder("unpin.store.calls")
                    .description("Calls of a store's server, by what became of them")
                    .tags(tags)
                    .tag(
                            "outcome",
                            failure == null ? "answered" : failure.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }

        private static DistributionSummary bytes(MeterRegistry registry, Tags tags, String name, String description) {
            return DistributionSummary.builder(name)
                    .description(description)
                    .baseUnit("bytes")
                    .tags(tags)
                    .register(registry);
        }
    }
}
