package dev.unpin.session.redis;

import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.testkit.session.OwnerStoreContract;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;

/**
 * The contract of indexes on a cluster of three masters, where sessions and owners lie apart; its round trips counted
 * as scripts that the servers were sent.
 */
class ClusterOwnerStoreTest implements OwnerStoreContract {
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
    public SessionStore store() {
        return fixture.store();
    }

    @Override
    public OwnerStore owners() {
        return fixture.owners();
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
    public List<String> remainsOf(String id) {
        return fixture.remainsOf(id);
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }
}
