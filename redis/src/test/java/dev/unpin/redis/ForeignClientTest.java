package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.BREAK_OFF;
import static dev.unpin.redis.TestScripts.ECHO;
import static dev.unpin.redis.TestScripts.READ_FIELD;
import static dev.unpin.redis.TestScripts.STORE;
import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.addOnce;
import static dev.unpin.redis.TestScripts.read;
import static dev.unpin.redis.TestScripts.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.RedisProtocol;

class ForeignClientTest {
    private static EmbeddedRedis server;

    private FaultProxy proxy;
    private RedisClient client;
    private RedisBackend redis;

    @BeforeAll
    static void startServer() {
        server = EmbeddedRedis.startOwn();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        proxy = FaultProxy.to(server);
        client = client(RedisProtocol.RESP3);
        redis = RedisBackend.over(client, "test");
    }

    @AfterEach
    void close() {
        redis.close();
        client.close();
        proxy.close();
        server.command("FLUSHALL");
    }

    private RedisClient client(RedisProtocol protocol) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofSeconds(1));
        pool.setMaxTotal(1);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", proxy.port()))
                .poolConfig(pool)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .protocol(protocol)
                        .socketTimeoutMillis(2_000)
                        .build())
                .build();
    }

    @Test
    void scriptsRunInOneRoundTripAlsoAfterTheServerForgotThem() {
        add(redis, "a");
        proxy.resetCounts();
        assertThat(add(redis, "a")).isEqualTo(2);
        assertThat(proxy.roundTrips()).isEqualTo(1);

        server.flushScripts();

        assertThat(add(redis, "a")).isEqualTo(3);
        assertThat(addOnce(redis, "a", 0).list().get(0).text()).isEqualTo("applied");
        redis.ping();
    }

    @Test
    void theHashBehindAScriptCostsASecondRoundTrip() {
        RedisKeys hash = redis.keys("hash").key("hash");
        server.command("HSET", hash.names().get(0), "a", "1");
        redis.evalWithHash(READ_FIELD, hash, ScriptArgs.of());
        proxy.resetCounts();

        List<ScriptReply> reply = redis.evalWithHash(READ_FIELD, hash, ScriptArgs.of());

        assertThat(proxy.roundTrips()).isEqualTo(2);
        assertThat(reply.get(0).text()).isEqualTo("1");
        assertThat(reply.get(1).list()).extracting(ScriptReply::text).containsExactly("a", "1");
        server.command("DEL", hash.names().get(0));
        server.command("SET", hash.names().get(0), "text");
        assertThat(redis.evalWithHash(READ_FIELD, hash, ScriptArgs.of()).get(1).isNull())
                .isTrue();
    }

    @Test
    void theTimeAndAHashAreTwoRoundTrips() {
        RedisKeys hash = redis.keys("hash").key("hash");
        server.command("HSET", hash.names().get(0), "a", "1");
        redis.timeWithHash("test.read", hash);
        proxy.resetCounts();

        List<ScriptReply> reply = redis.timeWithHash("test.read", hash);

        assertThat(proxy.roundTrips()).isEqualTo(2);
        assertThat(Instant.EPOCH.plus(reply.get(0).integer(), ChronoUnit.MICROS))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(reply.get(1).list()).extracting(ScriptReply::text).containsExactly("a", "1");
    }

    @Test
    void repliesAreTheSameInBothProtocols() {
        try (RedisClient old = client(RedisProtocol.RESP2)) {
            for (RedisBackend each : List.of(redis, RedisBackend.over(old, "test"))) {
                List<ScriptReply> reply = each.eval(
                                ECHO, each.keys("t").key("a"), ScriptArgs.of().add("x"))
                        .list();
                assertThat(reply.get(0).text()).isEqualTo("x");
                assertThat(reply.get(2).list().get(0).integer()).isEqualTo(7);
                assertThat(reply.get(3).integer()).isEqualTo(1);
                assertThat(read(each, "nothing").isNull()).isTrue();
            }
        }
    }

    @Test
    void lostAnswerIsUnknownAndNothingIsResent() {
        add(redis, "a");
        addOnce(redis, "warm", 0);
        proxy.next(1, Fault.CUT_AFTER_SEND);
        assertThat(failure(() -> add(redis, "a")).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(read(redis, "a").text()).isEqualTo("2");

        proxy.next(1, Fault.CUT_BEFORE_SEND);
        assertThat(failure(() -> addOnce(redis, "b", 0)).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(server.command("EXISTS", "test:{b}:ring:b")).isEqualTo(0L);
    }

    @Test
    void lostAnswerOfAReadIsNotSentAndOfAnIdempotentWriteUnknown() {
        set(redis, "a", "x");
        read(redis, "a");
        proxy.next(1, Fault.CUT_AFTER_SEND);
        StoreException lostRead = failure(() -> read(redis, "a"));
        proxy.next(1, Fault.CUT_AFTER_SEND);
        StoreException lostWrite = failure(() -> set(redis, "a", "y"));

        assertThat(lostRead.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(lostRead).hasMessageContaining("changes nothing");
        assertThat(lostWrite.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(read(redis, "a").text()).isEqualTo("y");
    }

    @Test
    void staleIsTheDriversToJudgeUnlessResendsCannotBeSeen() {
        for (int base = 0; base < 4; base++) {
            addOnce(redis, "a", base);
        }
        RedisBackend hidden = RedisBackend.builder("test")
                .client(client)
                .acceptHiddenRetries()
                .build();

        assertThat(addOnce(redis, "a", 0).list().get(0).text()).isEqualTo("STALE");
        assertThat(failure(() -> addOnce(hidden, "a", 0)).effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(addOnce(hidden, "a", 4).list().get(0).text()).isEqualTo("applied");
    }

    @Test
    void refusedConnectionIsNotSent() {
        try (RedisClient nowhere = RedisClient.create("127.0.0.1", 1)) {
            StoreException e = failure(() -> add(RedisBackend.over(nowhere, "test"), "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("RedisClient given by the application");
        }
    }

    @Test
    void fullPoolIsNotSentAndAnInterruptInItIsKept() throws InterruptedException {
        add(redis, "a");
        try (var held = client.getPool().getResource()) {
            assertThat(held.isConnected()).isTrue();
            assertThat(failure(() -> add(redis, "a")).effect()).isEqualTo(Effect.NOT_SENT);

            Thread.currentThread().interrupt();
            StoreException interrupted = failure(() -> add(redis, "a"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(interrupted.effect()).isEqualTo(Effect.NOT_SENT);
        }
        assertThat(read(redis, "a").text()).isEqualTo("1");
    }

    @Test
    void errorsOfTheServerKeepTheirMeaning() {
        assertThat(failure(() -> redis.eval(BREAK_OFF, redis.keys("t").key("x"), ScriptArgs.of()))
                        .effect())
                .isEqualTo(Effect.UNKNOWN);
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            StoreException e = failure(() ->
                    redis.eval(STORE, redis.keys("t").key("y"), ScriptArgs.of().add("v")));
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining("maxmemory");
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void closingTheBackendLeavesTheClientOpen() {
        redis.close();

        assertThat(client.ping()).isEqualTo("PONG");
    }

    @Test
    void clientThatResendsByItselfIsAcceptedOnlyOnDemand() {
        try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.builder()
                        .masters(1)
                        .replicasPerMaster(0)
                        .start();
                RedisClusterClient clusterClient = RedisClusterClient.builder()
                        .nodes(Set.of(new HostAndPort(
                                "127.0.0.1", cluster.nodes().get(0).port())))
                        .build()) {
            assertThatThrownBy(() -> RedisBackend.over(clusterClient, "test"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("RedisClusterClient")
                    .hasMessageContaining("acceptHiddenRetries()");

            try (RedisBackend accepted = RedisBackend.builder("test")
                    .client(clusterClient)
                    .acceptHiddenRetries()
                    .build()) {
                assertThat(add(accepted, "a")).isEqualTo(1);
            }
        }
    }

    private static StoreException failure(ThrowingCallable call) {
        return catchThrowableOfType(StoreException.class, call);
    }
}
