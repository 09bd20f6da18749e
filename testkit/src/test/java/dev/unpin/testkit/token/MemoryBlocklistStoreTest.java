package dev.unpin.testkit.token;

import dev.unpin.testkit.MutableClock;
import dev.unpin.token.MemoryBlocklistStore;
import dev.unpin.token.spi.BlocklistStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The contract on revocations in memory. */
class MemoryBlocklistStoreTest implements BlocklistStoreContract {
    private final MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
    private final BlocklistStore store = MemoryBlocklistStore.create(clock);

    @Override
    public BlocklistStore store() {
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
