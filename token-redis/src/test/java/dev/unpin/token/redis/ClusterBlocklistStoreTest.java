package dev.unpin.token.redis;

import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.testkit.token.BlocklistStoreContract;
import dev.unpin.token.spi.BlocklistStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/** The contract of blocklists on a cluster of three masters, its round trips counted as scripts that they were sent. */
class ClusterBlocklistStoreTest implements BlocklistStoreContract {
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
    public BlocklistStore store() {
        return RedisBlocklistStore.create(fixture.backend());
    }

    @Override
    public void elapse(Duration duration) {
        fixture.elapse(duration);
    }

    @Override
    public OptionalLong roundTrips() {
        return OptionalLong.of(fixture.scriptsSent());
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }
}
