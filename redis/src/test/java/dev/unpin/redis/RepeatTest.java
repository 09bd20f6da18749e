package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.addOnce;
import static dev.unpin.redis.TestScripts.read;
import static dev.unpin.redis.TestScripts.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lost answers: what may be repeated is repeated, what must not is not, and the effects are counted at the server. */
class RepeatTest {
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
        redis = RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .deadline(Duration.ofSeconds(20))
                .attemptTimeout(Duration.ofSeconds(1))
                .build();
        add(redis, "warm");
        addOnce(redis, "warm", 0);
        read(redis, "warm");
        set(redis, "warm", "1");
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.command("FLUSHALL");
    }

    @Test
    void writeThatMustNotRepeatIsCountedOnceWhenItsAnswerIsLost() {
        proxy.next(1, Fault.CUT_AFTER_SEND);

        StoreException e = catchThrowableOfType(StoreException.class, () -> add(redis, "a"));

        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(e).hasMessageContaining("add.lua").hasMessageContaining("once or not at all");
        assertThat(count("a")).isEqualTo(1);
    }

    @Test
    void writeThatMustNotRepeatIsNotRepeatedWhenItGotLost() {
        proxy.next(1, Fault.CUT_BEFORE_SEND);

        StoreException e = catchThrowableOfType(StoreException.class, () -> add(redis, "a"));

        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(count("a")).isZero();
    }

    @Test
    void writeThatMustNotRepeatIsUnknownAfterHalfAnAnswer() {
        proxy.next(1, Fault.HALF_ANSWER_THEN_CUT);

        StoreException e = catchThrowableOfType(StoreException.class, () -> add(redis, "a"));

        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(count("a")).isEqualTo(1);
    }

    @Test
    void recognisedWriteWhoseAnswerWasLostIsResentAndCountedOnce() {
        proxy.next(1, Fault.CUT_AFTER_SEND);

        ScriptReply reply = addOnce(redis, "a", 0);

        assertThat(reply.list().get(0).text()).isEqualTo("recognised");
        assertThat(version("a")).isEqualTo(1);
    }

    @Test
    void recognisedWriteThatNeverArrivedIsAppliedByTheResend() {
        proxy.next(1, Fault.CUT_BEFORE_SEND);

        ScriptReply reply = addOnce(redis, "a", 0);

        assertThat(proxy.count(Fault.CUT_BEFORE_SEND)).isEqualTo(1);
        assertThat(reply.list().get(0).text()).isEqualTo("applied");
        assertThat(version("a")).isEqualTo(1);
    }

    @Test
    void silentConnectionIsGivenUpAfterOneAttempt() {
        proxy.next(1, Fault.BLACK_HOLE);

        assertThat(addOnce(redis, "a", 0).list().get(0).text()).isEqualTo("applied");
        assertThat(proxy.count(Fault.BLACK_HOLE)).isEqualTo(1);
        assertThat(version("a")).isEqualTo(1);
    }

    @Test
    void staleFirstSendOfARecognisedWriteIsTheDriversToJudge() {
        forget("a");

        assertThat(addOnce(redis, "a", 0).list().get(0).text()).isEqualTo("STALE");
        assertThat(version("a")).isEqualTo(4);
    }

    @Test
    void staleResendOfARecognisedWriteIsUnknown() {
        forget("a");
        proxy.next(1, Fault.CUT_BEFORE_SEND);

        StoreException e = catchThrowableOfType(StoreException.class, () -> addOnce(redis, "a", 0));

        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(e).hasMessageContaining("add-once.lua").hasMessageContaining("earlier send");
        assertThat(version("a")).isEqualTo(4);
    }

    /** Writes more than the ring of the script holds. */
    private void forget(String id) {
        for (int base = 0; base < 4; base++) {
            addOnce(redis, id, base);
        }
    }

    @Test
    void idempotentWriteWhoseAnswerWasLostIsRepeated() {
        proxy.next(1, Fault.CUT_AFTER_SEND);

        set(redis, "a", "x");

        assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isEqualTo(1);
        assertThat(read(redis, "a").text()).isEqualTo("x");
    }

    @Test
    void refusalOfARepeatedIdempotentWriteDoesNotHideThatItMayHaveBeenApplied() {
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            proxy.next(1, Fault.CUT_BEFORE_SEND);
            StoreException e = catchThrowableOfType(StoreException.class, () -> set(redis, "a", "x"));
            StoreException refused = catchThrowableOfType(StoreException.class, () -> set(redis, "a", "x"));

            assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(e).hasMessageContaining("maxmemory").hasMessageContaining("sent before without an answer");
            assertThat(refused.effect()).isEqualTo(Effect.REFUSED);
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void answerThatStopsInTheMiddleIsGivenUpAfterOneAttempt() {
        proxy.next(1, Fault.HALF_ANSWER_THEN_SILENCE);

        assertThat(addOnce(redis, "a", 0).list().get(0).text()).isEqualTo("recognised");
        assertThat(version("a")).isEqualTo(1);
    }

    @Test
    void refusalOfAResendDoesNotHideThatTheFirstSendMayHaveBeenApplied() {
        server.command("CONFIG", "SET", "maxmemory", "1");
        try {
            proxy.next(1, Fault.CUT_BEFORE_SEND);
            StoreException write = catchThrowableOfType(StoreException.class, () -> addOnce(redis, "a", 0));
            StoreException refused = catchThrowableOfType(StoreException.class, () -> addOnce(redis, "a", 0));

            assertThat(write.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(write).hasMessageContaining("maxmemory");
            assertThat(refused.effect()).isEqualTo(Effect.REFUSED);
        } finally {
            server.command("CONFIG", "SET", "maxmemory", "0");
        }
    }

    @Test
    void deathBetweenTwoSendsLeavesAWriteUnknown() {
        try (RedisBackend quick = quick()) {
            addOnce(quick, "a", 0);
            proxy.next(1, Fault.CUT_AFTER_SEND);
            proxy.always(Fault.CUT_BEFORE_SEND);

            StoreException e = catchThrowableOfType(StoreException.class, () -> addOnce(quick, "a", 1));

            assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(version("a")).isEqualTo(2);
        }
    }

    @Test
    void readIsRepeatedUntilItAnswers() {
        add(redis, "a");
        proxy.next(1, Fault.CUT_AFTER_SEND);
        // The next requests are the handshake of a new connection.
        proxy.next(1, Fault.CUT_BEFORE_SEND);

        ScriptReply reply = read(redis, "a");

        assertThat(reply.text()).isEqualTo("1");
        assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isEqualTo(1);
    }

    @Test
    void lateFirstCopyOfARecognisedWriteCountsOnce() {
        proxy.next(1, Fault.delayRequest(Duration.ofSeconds(3)));

        ScriptReply reply = addOnce(redis, "a", 0);
        assertThat(reply.list().get(0).text()).isEqualTo("applied");

        long commands = commandsProcessed();
        Awaitility.await().until(() -> commandsProcessed() > commands + 1);
        Awaitility.await()
                .during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(30))
                .until(() -> version("a") == 1);
    }

    @Test
    void pausedServerThatAnswersNoHandshakeIsSentNothing() {
        try (RedisBackend quick = quick()) {
            StoreException e = whilePaused(quick);

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> count("a") == 0);
        }
    }

    @Test
    void pausedServerCountsAWriteOnAnOpenConnectionAtMostOnce() {
        try (RedisBackend quick = quick()) {
            add(quick, "a");

            StoreException e = whilePaused(quick);

            assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> count("a") <= 2);
        }
    }

    private StoreException whilePaused(RedisBackend quick) {
        server.pause();
        try {
            return catchThrowableOfType(StoreException.class, () -> add(quick, "a"));
        } finally {
            server.resume();
        }
    }

    @Test
    void lostAnswersAtRandomLoseNothingAndDoubleNothing() throws InterruptedException {
        proxy.randomly(
                20261123,
                Map.of(Fault.CUT_AFTER_SEND, 0.1, Fault.CUT_BEFORE_SEND, 0.05, Fault.HALF_ANSWER_THEN_CUT, 0.05));
        AtomicInteger applied = new AtomicInteger();
        AtomicInteger unknown = new AtomicInteger();
        Thread[] threads = new Thread[4];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                long seen = 0;
                for (int n = 0; n < 200; n++) {
                    try {
                        ScriptReply reply = addOnce(redis, "a", seen);
                        String status = reply.list().get(0).text();
                        seen = reply.list().get(1).integer();
                        if (!status.equals("STALE")) {
                            applied.incrementAndGet();
                        }
                    } catch (StoreException e) {
                        assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
                        unknown.incrementAndGet();
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        proxy.pass();

        assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isPositive();
        assertThat(applied).hasPositiveValue();
        assertThat(version("a")).isBetween(applied.longValue(), applied.longValue() + unknown.get());
    }

    private RedisBackend quick() {
        return RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .deadline(Duration.ofSeconds(2))
                .build();
    }

    private static long commandsProcessed() {
        String stats = server.text("INFO", "stats");
        int at = stats.indexOf("total_commands_processed:") + "total_commands_processed:".length();
        return Long.parseLong(stats.substring(at, stats.indexOf('\r', at)));
    }

    private static long count(String id) {
        Object value = server.command("GET", "test:{" + id + "}:counter:" + id);
        return value == null ? 0 : Long.parseLong(value.toString());
    }

    private static long version(String id) {
        return Long.parseLong(server.text("HGET", "test:{" + id + "}:ring:" + id, "version"));
    }
}
