package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.read;
import static dev.unpin.redis.TestScripts.set;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.unpin.Effect;
import dev.unpin.StoreCall;
import dev.unpin.StoreObserver;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call is told once, with what it cost and what became of it. */
class ObserverTest {
    private static EmbeddedRedis server;

    private final List<StoreCall> calls = new CopyOnWriteArrayList<>();
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
        redis = backend(calls::add);
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.command("FLUSHALL");
    }

    @Test
    void aCallIsOneRoundTripAndTwoWhereItsScriptIsNew() {
        server.command("SCRIPT", "FLUSH");
        set(redis, "a", "value");
        set(redis, "a", "value");

        assertThat(calls).extracting(StoreCall::roundTrips).containsExactly(2, 1);
        StoreCall last = calls.get(1);
        assertThat(last.store()).isEqualTo("redis");
        assertThat(last.operation()).isEqualTo("redis.set");
        assertThat(last.failure()).isNull();
        assertThat(last.bytesSent()).isEqualTo("test:{a}:counter:a".length() + "value".length());
        assertThat(last.duration()).isPositive();
    }

    @Test
    void theBytesOfTheAnswerAreCounted() {
        set(redis, "a", "x".repeat(1000));
        read(redis, "a");

        assertThat(calls.get(1).bytesReceived()).isBetween(1000L, 1100L);
    }

    @Test
    void aCallThatIsSentAgainIsToldOnceWithAllItsRoundTrips() {
        read(redis, "a");
        proxy.next(1, Fault.CUT_AFTER_SEND);
        calls.clear();

        read(redis, "a");

        assertThat(calls).extracting(StoreCall::roundTrips).containsExactly(2);
        assertThat(calls.get(0).failure()).isNull();
    }

    @Test
    void aFailureIsToldWithItsEffect() {
        add(redis, "a");
        proxy.next(1, Fault.CUT_AFTER_SEND);
        calls.clear();
        assertThat(catchThrowable(() -> add(redis, "a"))).isNotNull();

        proxy.close();
        assertThat(catchThrowable(() -> add(redis, "a"))).isNotNull();

        assertThat(calls).extracting(StoreCall::failure).containsExactly(Effect.UNKNOWN, Effect.NOT_SENT);
        assertThat(calls).extracting(StoreCall::roundTrips).startsWith(1);
        assertThat(requireNonNull(calls.get(1).failure())).isEqualTo(Effect.NOT_SENT);
    }

    @Test
    void anObserverThatFailsFailsNothingElse() {
        try (RedisBackend watched = backend(call -> {
            throw new IllegalStateException("broken");
        })) {
            assertThat(add(watched, "b")).isEqualTo(1);
        }
    }

    private RedisBackend backend(StoreObserver observer) {
        return RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .deadline(Duration.ofSeconds(20))
                .attemptTimeout(Duration.ofSeconds(1))
                .observer(observer)
                .build();
    }
}
