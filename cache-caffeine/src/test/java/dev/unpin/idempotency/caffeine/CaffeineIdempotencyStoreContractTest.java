package dev.unpin.idempotency.caffeine;

import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.testkit.idempotency.IdempotencyStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The contract, with instances of which each remembers results on its own. */
class CaffeineIdempotencyStoreContractTest implements IdempotencyStoreContract {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final IdempotencyStore shared = MemoryIdempotencyStore.create(now::get);

    @Override
    public IdempotencyStore store() {
        return CaffeineIdempotencyStore.builder(shared)
                .nanoTime(() -> ChronoUnit.NANOS.between(START, now.get()))
                .build();
    }

    @Override
    public void elapse(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Some replays cost none: how many is told by the tests of what is remembered. */
    @Override
    public OptionalLong roundTrips() {
        return OptionalLong.empty();
    }

    @Override
    public List<String> keysWithoutTtl() {
        return List.of();
    }
}
