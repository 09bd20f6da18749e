package dev.unpin.session.caffeine;

import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.MutableClock;
import dev.unpin.testkit.session.SessionStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The contract's fixture for copies of sessions in this process's memory. */
abstract class CopiedDriver implements SessionStoreContract {
    private final MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
    private final SessionStore store = MemorySessionStore.create(clock);

    SessionStore copying(Duration maxStaleness) {
        return CaffeineSessionStore.builder(store, maxStaleness).clock(clock).build();
    }

    @Override
    public void elapse(Duration duration) {
        clock.advance(duration);
    }

    /** Some reads cost none: how many is told by the tests of the copies. */
    @Override
    public OptionalLong roundTrips() {
        return OptionalLong.empty();
    }

    @Override
    public List<String> remainsOf(String id) {
        return List.of();
    }

    @Override
    public List<String> keysWithoutTtl() {
        return List.of();
    }
}
