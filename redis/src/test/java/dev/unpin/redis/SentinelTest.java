package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.addOnce;
import static dev.unpin.redis.TestScripts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisSentinel;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

@Timeout(value = 240, threadMode = ThreadMode.SEPARATE_THREAD)
class SentinelTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static EmbeddedRedisSentinel group;

    private RedisBackend redis;

    @BeforeAll
    static void startGroup() {
        group = EmbeddedRedisSentinel.start();
    }

    @AfterAll
    static void stopGroup() {
        group.close();
    }

    @BeforeEach
    void connect() {
        group.awaitHealthy(LIMIT);
        redis = backend(LIMIT, group.masterName(), sentinels());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void writesGoToTheMaster() {
        assertThat(add(redis, "a")).isEqualTo(1);

        assertThat(group.master().command("GET", "test:{a}:counter:a")).isEqualTo("1");
    }

    @Test
    void writesGoOnAfterAFailover() {
        add(redis, "failover");
        EmbeddedRedis old = group.master();
        awaitReplicated("failover");
        old.kill();
        try {
            // Nothing was sent to the dead server, so even a write that must not repeat waits for its successor.
            assertThat(add(redis, "failover")).isEqualTo(2);
            assertThat(addOnce(redis, "failover", 0).list().get(0).text()).isEqualTo("applied");
        } finally {
            old.restart();
        }
        group.awaitHealthy(LIMIT);
        assertThat(group.master()).isNotSameAs(old);
        assertThat(add(redis, "failover")).isEqualTo(3);
    }

    @Test
    void demotedMasterIsNotReadFrom() {
        add(redis, "demoted");
        EmbeddedRedis old = group.master();
        awaitReplicated("demoted");
        old.pause();
        try {
            assertThat(addOnce(redis, "demoted", 0).list().get(0).text()).isEqualTo("applied");
        } finally {
            old.resume();
        }
        group.awaitHealthy(LIMIT);

        assertThat(group.master()).isNotSameAs(old);
        assertThat(add(redis, "demoted")).isEqualTo(2);
        assertThat(read(redis, "demoted").text()).isEqualTo("2");
    }

    @Test
    void replicaThatAnOutdatedSentinelNamesIsTurnedDown() throws LinkFailure {
        EmbeddedRedis replica = group.replicas().get(0);
        Dialer dialer =
                new Dialer(DefaultJedisClientConfig.builder().build(), Optional.empty(), LIMIT, Dialer.Accept.PRIMARY);
        NodePool pool = new NodePool(new HostAndPort(replica.host(), replica.port()), dialer, 1);
        try (Link link = pool.take(Deadline.after(LIMIT))) {
            assertThatThrownBy(() -> link.open(Deadline.after(LIMIT)))
                    .isInstanceOf(LinkFailure.class)
                    .hasMessageContaining("is a replica");
            assertThat(link.isUsable()).isFalse();
        }
    }

    @Test
    void deadSentinelsAreSkipped() {
        try (RedisBackend some =
                backend(Duration.ofSeconds(10), group.masterName(), "redis://127.0.0.1:1", sentinels()[2])) {
            assertThat(add(some, "dead-sentinel")).isEqualTo(1);
        }
    }

    @Test
    void unknownMasterNameIsToldByTheDeadline() {
        try (RedisBackend wrong = backend(Duration.ofMillis(400), "other", sentinels())) {
            StoreException e = catchThrowableOfType(StoreException.class, wrong::ping);

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("'other'").hasMessageContaining("watches no master of that name");
        }
    }

    @Test
    void backendIsMadeBeforeAnySentinelCanBeReached() {
        try (RedisBackend early = backend(Duration.ofMillis(300), group.masterName(), "redis://127.0.0.1:1")) {
            StoreException e = catchThrowableOfType(StoreException.class, early::ping);

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("127.0.0.1:1");
        }
    }

    /** A failover loses what was not copied yet, which is not what these tests are about. */
    private static void awaitReplicated(String id) {
        await().atMost(LIMIT)
                .until(() -> group.replicas().stream()
                        .allMatch(replica -> replica.command("GET", "test:{" + id + "}:counter:" + id) != null));
    }

    private static String[] sentinels() {
        return group.sentinelUris().stream().map(URI::toString).toArray(String[]::new);
    }

    private static RedisBackend backend(Duration deadline, String masterName, String... sentinels) {
        return RedisBackend.builder("test")
                .sentinel(masterName, sentinels)
                .deadline(deadline)
                .attemptTimeout(Duration.ofMillis(500))
                .build();
    }
}
