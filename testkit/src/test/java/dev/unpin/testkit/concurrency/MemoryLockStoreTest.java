package dev.unpin.testkit.concurrency;

import dev.unpin.concurrency.MemoryLockStore;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The contract on locks in memory. */
class MemoryLockStoreTest implements LockStoreContract {
    private final MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
    private final LockStore store = MemoryLockStore.create(clock);

    @Override
    public LockStore store() {
        return store;
    }

    @Override
    public void elapse(Duration duration) {
        clock.advance(duration);
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
