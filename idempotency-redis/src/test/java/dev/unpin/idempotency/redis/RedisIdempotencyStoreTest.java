package dev.unpin.idempotency.redis;

import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.idempotency.IdempotencyStoreContract;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract on one server, its round trips counted at the socket. */
class RedisIdempotencyStoreTest implements IdempotencyStoreContract {
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
    public IdempotencyStore store() {
        return fixture.store();
    }

    @Override
    public void elapse(Duration duration) {
        fixture.elapse(duration);
    }

    @Override
    public OptionalLong roundTrips() {
        fixture.meetScripts();
        return OptionalLong.of(PROXY.roundTrips());
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }
}
