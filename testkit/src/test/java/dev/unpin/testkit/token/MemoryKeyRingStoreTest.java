package dev.unpin.testkit.token;

import dev.unpin.testkit.MutableClock;
import dev.unpin.token.MemoryKeyRingStore;
import dev.unpin.token.spi.KeyRingStore;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** The contract on a ring in memory. */
class MemoryKeyRingStoreTest implements KeyRingStoreContract {
    private final MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
    private final KeyRingStore store = MemoryKeyRingStore.create(clock);

    @Override
    public KeyRingStore store() {
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
}
