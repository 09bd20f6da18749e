package dev.unpin.concurrency.redis;

import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.testkit.concurrency.LockStoreContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract on a cluster of three masters, its round trips counted as scripts that the servers were sent. */
class ClusterLockStoreTest implements LockStoreContract {
    private static final EmbeddedRedisCluster CLUSTER =
            EmbeddedRedisCluster.builder().replicasPerMaster(0).start();

    private final RedisFixture fixture = new RedisFixture(
            CLUSTER.nodes(),
            backend ->
                    backend.cluster(CLUSTER.uris().stream().map(URI::toString).toArray(String[]::new)));

    @AfterAll
    static void stop() {
        CLUSTER.close();
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
        return OptionalLong.of(fixture.roundTrips());
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }
}
