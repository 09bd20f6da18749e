package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.SET;
import static dev.unpin.redis.TestScripts.counter;
import static dev.unpin.redis.TestScripts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Replicas are waited for behind the script, on its connection and in its round trip. */
class ReplicatedTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(29); // of the minute that all sends of a call have

    @Test
    void howManyReplicasHaveConfirmedIsToldInOneRoundTrip() {
        try (EmbeddedRedis primary = EmbeddedRedis.startOwn();
                FaultProxy proxy = FaultProxy.to(primary);
                RedisBackend redis = RedisBackend.builder("test")
                        .single(proxy.uri().toString())
                        .deadline(Duration.ofMinutes(1))
                        .build()) {
            assertThat(set(redis, "1", 1, SHORT).get(1).integer()).isZero();
            assertThat(read(redis, "a").text()).isEqualTo("1");
            try (EmbeddedRedis replica =
                    EmbeddedRedis.builder().replicaOf(primary).start()) {
                assertThat(set(redis, "2", 1, LONG).get(1).integer()).isOne();
                assertThat(replica.text("GET", counter(redis, "a").names().get(0)))
                        .isEqualTo("2");
                primary.flushScripts();
                assertThat(set(redis, "3", 1, LONG).get(1).integer()).isOne();
                long before = proxy.roundTrips();
                assertThat(set(redis, "4", 1, LONG).get(1).integer()).isOne();
                assertThat(proxy.roundTrips() - before).isOne();
                assertThat(set(redis, "5", 2, SHORT).get(1).integer()).isOne();
            }
        }
    }

    @Test
    void aClientOfTheUsersCannotWaitAndIsNotAsked() {
        try (EmbeddedRedis server = EmbeddedRedis.startOwn();
                RedisClient jedis = RedisClient.create(server.uri().toString());
                RedisBackend redis = RedisBackend.over(jedis, "test")) {
            assertThatThrownBy(() -> set(redis, "1", 1, SHORT))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.effect()).isEqualTo(Effect.REFUSED))
                    .hasMessageContaining("cannot wait for replicas");
            assertThat(server.command("EXISTS", counter(redis, "a").names().get(0)))
                    .isEqualTo(0L);
        }
    }

    @Test
    void noReplicaAndNoTimeAreRefused() {
        try (RedisBackend redis = RedisBackend.connect("redis://localhost:1", "test")) {
            assertThatThrownBy(() -> set(redis, "1", 0, SHORT)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> set(redis, "1", 1, Duration.ofNanos(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<ScriptReply> set(RedisBackend redis, String value, int replicas, Duration timeout) {
        return redis.evalReplicated(SET, counter(redis, "a"), ScriptArgs.of().add(value), replicas, timeout);
    }
}
