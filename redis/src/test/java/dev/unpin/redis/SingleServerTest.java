package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.ADD;
import static dev.unpin.redis.TestScripts.BREAK_OFF;
import static dev.unpin.redis.TestScripts.CLOCK;
import static dev.unpin.redis.TestScripts.ECHO;
import static dev.unpin.redis.TestScripts.READ_FIELD;
import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.addOnce;
import static dev.unpin.redis.TestScripts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SingleServerTest {
    private static EmbeddedRedis server;

    private FaultProxy proxy;
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
        redis = RedisBackend.connect(proxy.uri().toString(), "test");
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.command("FLUSHALL");
    }

    @Test
    void everyCallTakesOneRoundTripAfterTheFirst() {
        add(redis, "one");
        proxy.resetCounts();

        for (int i = 0; i < 10; i++) {
            add(redis, "one");
        }

        assertThat(proxy.roundTrips()).isEqualTo(10);
        assertThat(proxy.connections()).isZero();
        assertThat(read(redis, "one").text()).isEqualTo("11");
    }

    @Test
    void theHashIsReadInTheSameRoundTrip() {
        server.command("HSET", hash("h").names().get(0), "a", "1", "b", "2");
        redis.evalWithHash(READ_FIELD, hash("h"), ScriptArgs.of());
        proxy.resetCounts();

        List<ScriptReply> reply = redis.evalWithHash(READ_FIELD, hash("h"), ScriptArgs.of());

        assertThat(proxy.roundTrips()).isEqualTo(1);
        assertThat(reply.get(0).text()).isEqualTo("1");
        assertThat(texts(reply.get(1))).containsExactly("a", "1", "b", "2");
    }

    @Test
    void theHashOfAForgottenScriptComesWithTheScript() {
        server.command("HSET", hash("h").names().get(0), "a", "1");
        add(redis, "one");
        server.flushScripts();
        proxy.resetCounts();

        List<ScriptReply> reply = redis.evalWithHash(READ_FIELD, hash("h"), ScriptArgs.of());

        assertThat(proxy.roundTrips()).isEqualTo(2);
        assertThat(texts(reply.get(1))).containsExactly("a", "1");
    }

    @Test
    void whereNoHashLiesTheScriptStillAnswers() {
        server.command("SET", hash("text").names().get(0), "x");

        List<ScriptReply> text = redis.evalWithHash(READ_FIELD, hash("text"), ScriptArgs.of());
        assertThat(text.get(0).text()).isEqualTo("another type");
        assertThat(text.get(1).isNull()).isTrue();
        assertThat(redis.evalWithHash(READ_FIELD, hash("nothing"), ScriptArgs.of())
                        .get(0)
                        .isNull())
                .isTrue();
        assertThat(redis.evalWithHash(READ_FIELD, hash("nothing"), ScriptArgs.of())
                        .get(1)
                        .list())
                .isEmpty();
        add(redis, "one");
        assertThat(read(redis, "one").text()).isEqualTo("1"); // no reply was left over on the connection
    }

    @Test
    void theTimeAndAHashAreOneRoundTripAndNoScript() {
        server.command("HSET", hash("h").names().get(0), "a", "1");
        server.command("SET", hash("text").names().get(0), "x");
        add(redis, "one");
        proxy.resetCounts();

        List<ScriptReply> reply = redis.timeWithHash("test.read", hash("h"));

        assertThat(proxy.roundTrips()).isOne();
        assertThat(texts(reply.get(1))).containsExactly("a", "1");
        assertThat(Instant.EPOCH.plus(reply.get(0).integer(), ChronoUnit.MICROS))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(redis.timeWithHash("test.read", hash("nothing")).get(1).list())
                .isEmpty();
        assertThat(redis.timeWithHash("test.read", hash("text")).get(1).isNull())
                .isTrue();
        assertThat(read(redis, "one").text()).isEqualTo("1");
    }

    @Test
    void aHundredHashesAreOneRoundTrip() {
        List<RedisKeys> keys =
                IntStream.range(0, 201).mapToObj(i -> hash("h" + i)).toList();
        keys.forEach(key ->
                server.command("HSET", key.names().get(0), "name", key.names().get(0)));
        server.command("DEL", keys.get(7).names().get(0));
        server.command("SET", keys.get(7).names().get(0), "no hash");
        server.command("DEL", keys.get(200).names().get(0));
        add(redis, "one");
        proxy.resetCounts();

        List<List<ScriptReply>> replies = redis.timeWithHashes("test.read", keys);

        assertThat(proxy.roundTrips()).isEqualTo(3);
        assertThat(replies).hasSize(201);
        for (int i = 0; i < 200; i++) {
            ScriptReply hash = replies.get(i).get(1);
            assertThat(replies.get(i).get(0).integer()).isPositive();
            if (i == 7) {
                assertThat(hash.isNull()).isTrue();
            } else {
                assertThat(texts(hash))
                        .containsExactly("name", keys.get(i).names().get(0));
            }
        }
        assertThat(replies.get(200).get(1).list()).isEmpty();
        assertThat(redis.timeWithHashes("test.read", List.of())).isEmpty();
        assertThat(read(redis, "one").text()).isEqualTo("1");
    }

    @Test
    void onlyWhatReadsIsFollowedByTheHash() {
        assertThatThrownBy(() -> redis.evalWithHash(ADD, hash("h"), ScriptArgs.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("READ");
    }

    private RedisKeys hash(String id) {
        return redis.keys(id).key("hash", id);
    }

    private static List<String> texts(ScriptReply list) {
        return list.list().stream().map(ScriptReply::text).toList();
    }

    @Test
    void scriptThatTheServerForgotIsSentAgainInFull() {
        add(redis, "one");
        server.flushScripts();
        proxy.resetCounts();

        assertThat(add(redis, "one")).isEqualTo(2);

        assertThat(proxy.roundTrips()).isEqualTo(2);
    }

    @Test
    void unknownScriptDoesNotCountAsResend() {
        for (int i = 0; i < 4; i++) {
            addOnce(redis, "one", i);
        }
        server.flushScripts();
        proxy.resetCounts();

        ScriptReply reply = addOnce(redis, "one", 0);

        assertThat(proxy.roundTrips()).isEqualTo(2);
        assertThat(reply.list().get(0).text()).isEqualTo("STALE");
    }

    @Test
    void repliesKeepTheirTypes() {
        byte[] binary = {0, (byte) 0xff, '\r', '\n', 0x7f};

        List<ScriptReply> reply = redis.eval(
                        ECHO,
                        redis.keys("t").key("a").key("b", "1"),
                        ScriptArgs.of().add(binary))
                .list();

        assertThat(reply).hasSize(4);
        assertThat(reply.get(0).bytes()).isEqualTo(binary);
        assertThat(reply.get(1).integer()).isEqualTo(2);
        assertThat(reply.get(2).list().get(0).integer()).isEqualTo(7);
        assertThat(reply.get(2).list().get(1).text()).isEqualTo("x");
        assertThat(reply.get(3).integer()).isEqualTo(1);
        assertThat(read(redis, "nothing").isNull()).isTrue();
    }

    @Test
    void scriptsTakeTheTimeFromTheServerInFullDigits() {
        long before = serverSeconds() * 1_000_000;

        List<ScriptReply> reply =
                redis.eval(CLOCK, redis.keys("t").key("clock"), ScriptArgs.of()).list();

        long now = reply.get(0).integer();
        assertThat(now).isBetween(before, before + Duration.ofMinutes(5).toNanos() / 1000);
        assertThat(reply.get(1).integer()).isEqualTo(now / 1000);
        assertThat(reply.get(2).text()).isEqualTo(Long.toString(now));
        assertThat(reply.get(3).text()).isEqualTo(Long.toString(now));
    }

    @Test
    void testsLetHoursPassWithoutSleeping() {
        AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
        try (RedisBackend shifted = RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .unsafeClockOffset(offset::get)
                .build()) {
            RedisKeys key = shifted.keys("t").key("clock");
            long before =
                    shifted.eval(CLOCK, key, ScriptArgs.of()).list().get(0).integer();

            offset.set(Duration.ofHours(12));
            long after = shifted.eval(CLOCK, key, ScriptArgs.of()).list().get(0).integer();

            assertThat(Duration.ofNanos((after - before) * 1000))
                    .isBetween(Duration.ofHours(12), Duration.ofHours(12).plusMinutes(5));
        }
    }

    @Test
    void keysLieUnderTheNamespaceInTheSlotOfTheirTag() {
        redis.eval(ADD, redis.keys("user 42").key("counter", "a:b"), ScriptArgs.of());

        assertThat(server.command("KEYS", "*")).isEqualTo(List.of("test:{user%2042}:counter:a%3Ab"));
    }

    @Test
    void pingCostsOneRoundTrip() {
        redis.ping();
        proxy.resetCounts();

        redis.ping();

        assertThat(proxy.roundTrips()).isEqualTo(1);
    }

    @Test
    void scriptErrorOfAWriteIsUnknownBecauseWhatItWroteStays() {
        StoreException e = catchThrowableOfType(
                StoreException.class,
                () -> redis.eval(BREAK_OFF, redis.keys("t").key("counter", "t"), ScriptArgs.of()));

        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(e).hasMessageContaining("CONFLICT on purpose").hasMessageContaining("break-off.lua");
        assertThat(server.command("EXISTS", "test:{t}:counter:t")).isEqualTo(1L);
    }

    @Test
    void callWithoutKeysIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> redis.eval(ADD, redis.keys("t"), ScriptArgs.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keys must be at least one");
        assertThat(proxy.roundTrips()).isZero();
    }

    @Test
    void closedBackendSendsNothing() {
        redis.close();

        StoreException e = catchThrowableOfType(StoreException.class, () -> add(redis, "one"));

        assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(e).hasMessageContaining("closed");
    }

    @Test
    void onlyAsManyConnectionsAreOpenedAsAreAllowed() throws InterruptedException {
        try (RedisBackend narrow = RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .maxConnections(3)
                .build()) {
            Thread[] threads = new Thread[8];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    for (int n = 0; n < 50; n++) {
                        add(narrow, "shared");
                    }
                });
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(proxy.connections()).isBetween(1L, 3L);
            assertThat(read(narrow, "shared").text()).isEqualTo("400");
        }
    }

    private static long serverSeconds() {
        return server.command("TIME") instanceof List<?> time
                ? Long.parseLong(String.valueOf(time.get(0)))
                : Long.MAX_VALUE;
    }
}
