package dev.unpin.testkit.session;

import dev.unpin.session.MemoryExpiryStore;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** The contract on times of expiry in memory. */
class MemoryExpiryStoreTest implements ExpiryStoreContract {
    private final MutableClock clock = MutableClock.startingAt(Instant.parse("2030-01-01T00:00:00Z"));
    private final SessionStore store = MemorySessionStore.create(clock);
    private final ExpiryStore expiries = MemoryExpiryStore.create(clock);

    @Override
    public SessionStore store() {
        return store;
    }

    @Override
    public ExpiryStore expiries() {
        return expiries;
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
    public List<String> remainsOf(String id) {
        return List.of();
    }

    @Override
    public List<String> keysWithoutTtl() {
        return List.of();
    }
}
