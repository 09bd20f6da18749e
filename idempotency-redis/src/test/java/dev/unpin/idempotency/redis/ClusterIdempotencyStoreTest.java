package dev.unpin.idempotency.redis;

import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.testkit.idempotency.IdempotencyStoreContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract on a cluster of three masters, its round trips counted as scripts that the servers were sent. */
class ClusterIdempotencyStoreTest implements IdempotencyStoreContract {
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
        return OptionalLong.of(CLUSTER.nodes().stream()
                .mapToLong(ClusterIdempotencyStoreTest::scriptsSent)
                .sum());
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }

    private static long scriptsSent(EmbeddedRedis node) {
        return node.text("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(','))))
                .sum();
    }
}
