package dev.unpin.session.redis;

import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.session.ExpiryStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract of expiries on one server, its round trips counted at the socket. */
class RedisExpiryStoreTest implements ExpiryStoreContract {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final FaultProxy PROXY = FaultProxy.to(SERVER);

    private final RedisFixture fixture = new RedisFixture(
            List.of(SERVER), backend -> backend.single(PROXY.uri().toString()));

    @AfterAll
    static void stop() {
        PROXY.close();
        SERVER.close();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public SessionStore store() {
        return fixture.store();
    }

    @Override
    public ExpiryStore expiries() {
        return fixture.expiries();
    }

    @Override
    public void elapse(Duration duration) {
        fixture.elapse(duration);
    }

    @Override
    public OptionalLong roundTrips() {
        return OptionalLong.of(PROXY.roundTrips());
    }

    @Override
    public List<String> remainsOf(String id) {
        return fixture.remainsOf(id);
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }
}
