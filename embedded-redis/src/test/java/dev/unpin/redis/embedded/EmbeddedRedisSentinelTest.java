package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisSentinelClient;

class EmbeddedRedisSentinelTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static EmbeddedRedisSentinel group;

    @BeforeAll
    static void startGroup() {
        group = EmbeddedRedisSentinel.start();
    }

    @AfterAll
    static void stopGroup() {
        group.close();
    }

    /** Whatever a test broke is whole again before the next. */
    @BeforeEach
    void heal() {
        group.servers().stream().filter(server -> !server.serving()).forEach(EmbeddedRedis::restart);
        group.sentinels().stream().filter(sentinel -> !sentinel.serving()).forEach(EmbeddedRedis::restart);
        group.awaitHealthy(LIMIT);
    }

    @Test
    void sentinelsTellClientsTheMaster() {
        try (RedisSentinelClient client = client()) {
            client.set("k", "v");
        }
        assertThat(group.master().command("GET", "k")).isEqualTo("v");
        assertThat(group.replicas()).hasSize(2).doesNotContain(group.master());
        assertThat(group.sentinels()).hasSize(3);
        assertThat(group.servers()).hasSize(3);
        for (EmbeddedRedis sentinel : group.sentinels()) {
            assertThat(sentinel.text("SENTINEL", "GET-MASTER-ADDR-BY-NAME", group.masterName()))
                    .isEqualTo("[127.0.0.1, " + group.master().port() + "]");
        }
    }

    @Test
    void replicaIsPromotedWhenTheMasterIsKilled() {
        EmbeddedRedis old = group.master();
        old.command("SET", "k", "v");
        assertThat(old.command("WAIT", "2", "10000")).isEqualTo(2L);
        old.kill();
        assertThatThrownBy(() -> group.awaitHealthy(Duration.ZERO)).hasMessageContaining("should be the master");
        group.awaitHealthy(LIMIT);
        assertThat(group.master()).isNotSameAs(old);
        assertThat(group.master().command("GET", "k")).isEqualTo("v");
        try (RedisSentinelClient client = client()) {
            client.set("k", "w");
        }
        old.restart();
        group.awaitHealthy(LIMIT);
        assertThat(group.replicas()).contains(old);
        assertThat(old.command("GET", "k")).isEqualTo("w");
    }

    @Test
    void pausedMasterIsReplacedAndFollowsWhenItGoesOn() {
        EmbeddedRedis old = group.master();
        old.pause();
        group.awaitHealthy(LIMIT);
        assertThat(group.master()).isNotSameAs(old);
        old.resume();
        group.awaitHealthy(LIMIT);
        assertThat(group.replicas()).contains(old);
    }

    @Test
    void twoSentinelsAreEnough() {
        group.sentinels().get(0).kill();
        EmbeddedRedis old = group.master();
        old.kill();
        group.awaitHealthy(LIMIT);
        assertThat(group.master()).isNotSameAs(old);
    }

    private static RedisSentinelClient client() {
        return RedisSentinelClient.builder()
                .masterName(group.masterName())
                .sentinels(group.sentinelUris().stream()
                        .map(uri -> new HostAndPort(uri.getHost(), uri.getPort()))
                        .collect(Collectors.toSet()))
                .build();
    }
}
