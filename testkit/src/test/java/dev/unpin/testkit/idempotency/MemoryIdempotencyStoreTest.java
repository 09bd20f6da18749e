package dev.unpin.testkit.idempotency;

import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** The contract on records in memory. */
class MemoryIdempotencyStoreTest implements IdempotencyStoreContract {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final IdempotencyStore store = MemoryIdempotencyStore.create(now::get);

    @Override
    public IdempotencyStore store() {
        return store;
    }

    @Override
    public void elapse(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    @Override
    public OptionalLong roundTrips() {
        return OptionalLong.empty();
    }

    @Override
    public List<String> keysWithoutTtl() {
        return List.of();
    }
}
