package dev.unpin.concurrency.redis;

import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.concurrency.LockStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract on one server, its round trips counted at the socket. */
class RedisLockStoreTest implements LockStoreContract {
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
    public LockStore store() {
        return RedisLockStore.create(fixture.backend());
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
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }
}
