package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClusterClient;

class EmbeddedRedisClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static EmbeddedRedisCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedRedisCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    /** Whatever a test broke is whole again before the next. */
    @BeforeEach
    void heal() {
        for (EmbeddedRedis node : cluster.nodes()) {
            if (!node.serving()) {
                node.restart();
            }
        }
        cluster.awaitHealthy(LIMIT);
    }

    @Test
    void threeMastersWithOneReplicaEachShareAllSlots() {
        Set<EmbeddedRedis> masters = new HashSet<>();
        for (int slot = 0; slot < 16_384; slot += 1024) {
            masters.add(cluster.masterOf(slot));
        }
        assertThat(masters).hasSize(3);
        assertThat(masters)
                .allSatisfy(master -> assertThat(cluster.replicasOf(master)).hasSize(1));
        assertThat(cluster.nodes()).hasSize(6);
        assertThat(cluster.uris()).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void clusterClientWritesThroughAnyNode() {
        try (RedisClusterClient client = client()) {
            for (int i = 0; i < 100; i++) {
                client.set("key:" + i, "v" + i);
            }
            assertThat(client.get("key:7")).isEqualTo("v7");
        }
        assertThat(cluster.masterOf("key:7").command("GET", "key:7")).isEqualTo("v7");
    }

    @Test
    void keysOfAnotherNodeAreMoved() {
        EmbeddedRedis owner = cluster.masterOf("k");
        EmbeddedRedis other = otherThan(owner);
        assertThat(cluster.slotOf("k")).isEqualTo(cluster.slotOf("a{k}b"));
        assertThatThrownBy(() -> other.command("GET", "k"))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessage("MOVED " + cluster.slotOf("k") + " 127.0.0.1:" + owner.port());
    }

    @Test
    void slotMovesThroughAskToMoved() {
        EmbeddedRedis source = cluster.masterOf("{m}a");
        EmbeddedRedis target = otherThan(source);
        int slot = cluster.slotOf("{m}a");
        String there = slot + " 127.0.0.1:" + target.port();
        source.command("SET", "{m}a", "1");
        source.command("SET", "{m}b", "2");

        SlotMigration move = cluster.beginMigration(slot, target);
        assertThat(move.source()).isSameAs(source);
        assertThat(move.target()).isSameAs(target);
        assertThat(move.slot()).isEqualTo(slot);
        assertThat(source.command("GET", "{m}a")).as("still here").isEqualTo("1");
        assertThatThrownBy(() -> source.command("GET", "{m}new")).hasMessage("ASK " + there);

        move.moveKeys();
        assertThatThrownBy(() -> source.command("GET", "{m}a")).hasMessage("ASK " + there);
        assertThatThrownBy(() -> target.command("GET", "{m}a")).hasMessageStartingWith("MOVED");
        target.command("ASKING");
        assertThat(target.command("GET", "{m}a")).isEqualTo("1");

        move.finish();
        assertThatThrownBy(() -> source.command("GET", "{m}a")).hasMessage("MOVED " + there);
        assertThat(target.command("GET", "{m}b")).isEqualTo("2");
        assertThat(cluster.masterOf(slot)).isSameAs(target);
        cluster.awaitHealthy(LIMIT);
    }

    @Test
    void replicaTakesOverFromAKilledMasterWhichComesBackAsReplica() {
        EmbeddedRedis old = cluster.masterOf("k");
        EmbeddedRedis replica = cluster.replicasOf(old).get(0);
        old.command("SET", "k", "v");
        assertThat(old.command("WAIT", "1", "10000")).isEqualTo(1L);

        old.kill();
        assertThatThrownBy(() -> cluster.masterOf("k")).hasMessageContaining("No running node owns slot");
        assertThatThrownBy(() -> cluster.awaitHealthy(Duration.ZERO)).hasMessageContaining("misses slots");
        cluster.awaitHealthy(LIMIT);
        assertThat(cluster.masterOf("k")).isSameAs(replica);
        assertThat(replica.command("GET", "k")).isEqualTo("v");
        try (RedisClusterClient client = client()) {
            client.set("k", "w");
        }

        old.restart();
        cluster.awaitHealthy(LIMIT);
        assertThat(cluster.masterOf("k")).isSameAs(replica);
        assertThat(cluster.replicasOf(replica)).containsExactly(old);
    }

    @Test
    void pausedMasterIsReplacedAndYieldsWhenItGoesOn() {
        EmbeddedRedis old = cluster.masterOf("k");
        old.pause();
        cluster.awaitHealthy(LIMIT);
        EmbeddedRedis successor = cluster.masterOf("k");
        assertThat(successor).isNotSameAs(old);
        old.resume();
        cluster.awaitHealthy(LIMIT);
        assertThat(cluster.masterOf("k")).isSameAs(successor);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(cluster.replicasOf(successor)).containsExactly(old));
    }

    @Test
    void sizeIsChosenAndChecked() {
        try (EmbeddedRedisCluster small = EmbeddedRedisCluster.builder()
                .masters(1)
                .replicasPerMaster(0)
                .nodeTimeout(Duration.ofMillis(500))
                .setting("maxmemory", "64mb")
                .start()) {
            EmbeddedRedis only = small.nodes().get(0);
            assertThat(small.nodes()).hasSize(1);
            assertThat(only.command("SET", "k", "v")).isEqualTo("OK");
            assertThat(only.text("CONFIG", "GET", "maxmemory")).contains("67108864");
        }
        assertThatThrownBy(() -> EmbeddedRedisCluster.builder().masters(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("masters must be between 1 and 16, but is 0");
        assertThatThrownBy(() -> cluster.masterOf(16_384)).isInstanceOf(IllegalArgumentException.class);
    }

    private static EmbeddedRedis otherThan(EmbeddedRedis master) {
        return List.of(0, 6000, 12_000).stream()
                .map(cluster::masterOf)
                .filter(node -> node != master)
                .findFirst()
                .orElseThrow();
    }

    private static RedisClusterClient client() {
        return RedisClusterClient.builder()
                .nodes(cluster.uris().stream()
                        .map(uri -> new HostAndPort(uri.getHost(), uri.getPort()))
                        .collect(Collectors.toSet()))
                .build();
    }
}
