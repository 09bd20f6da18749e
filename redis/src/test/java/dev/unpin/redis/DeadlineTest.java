package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.STORE;
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
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;

/** Every call ends, and says what it did. The timeout is far above the deadline, since only hanging is a fault here. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class DeadlineTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);

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
        redis = backend(proxy.uri().toString());
        add(redis, "warm");
    }

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.command("FLUSHALL");
    }

    @Test
    void silentServerEndsAWriteAsUnknown() {
        proxy.always(Fault.BLACK_HOLE);

        assertThat(failure(r -> add(r, "a")).effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void silentServerEndsARecognisedWriteAsUnknown() {
        proxy.always(Fault.BLACK_HOLE);

        assertThat(failure(r -> addOnce(r, "a", 0)).effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void silentServerEndsAnIdempotentWriteAsUnknown() {
        proxy.always(Fault.BLACK_HOLE);

        assertThat(failure(r -> set(r, "a", "x")).effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void silentServerEndsAReadAsNotSentSinceNothingChanged() {
        proxy.always(Fault.BLACK_HOLE);

        StoreException e = failure(r -> read(r, "a"));

        assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(e).hasMessageContaining("changes nothing").hasMessageContaining("127.0.0.1:" + proxy.port());
    }

    @Test
    void silentHandshakeIsNotSent() {
        proxy.always(Fault.BLACK_HOLE);
        try (RedisBackend fresh = backend(proxy.uri().toString())) {
            StoreException e = catchThrowableOfType(StoreException.class, () -> add(fresh, "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
        }
    }

    @Test
    void answerThatTricklesForEverEnds() throws IOException {
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try (ServerSocket trickler = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                RedisBackend fresh = backend("redis://127.0.0.1:" + trickler.getLocalPort())) {
            pace.execute(() -> trickle(trickler, pace));

            StoreException e = catchThrowableOfType(StoreException.class, () -> add(fresh, "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
        } finally {
            pace.shutdownNow();
        }
    }

    /** Sends one letter of an endless simple string every 20 ms, so that no single read ever times out. */
    private static void trickle(ServerSocket trickler, ScheduledExecutorService pace) {
        try {
            OutputStream out = trickler.accept().getOutputStream();
            out.write('+');
            ScheduledFuture<?> unused = pace.scheduleAtFixedRate(() -> letter(out), 0, 20, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the trickle when the client has left, which is what it should do. */
    private static void letter(OutputStream out) {
        try {
            out.write('x');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void requestThatTheServerDoesNotTakeIsNotSent() {
        byte[] large = new byte[64 << 20];
        server.pause();
        try {
            try (RedisBackend direct = backend(server.uri().toString())) {
                StoreException handshake = catchThrowableOfType(StoreException.class, () -> add(direct, "a"));
                assertThat(handshake.effect()).isEqualTo(Effect.NOT_SENT);
                server.resume();
                add(direct, "a");
                server.pause();

                StoreException e = catchThrowableOfType(
                        StoreException.class,
                        () -> direct.eval(
                                STORE,
                                direct.keys("a").key("value"),
                                ScriptArgs.of().add(large)));

                assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            }
        } finally {
            server.resume();
        }
        Awaitility.await()
                .during(Duration.ofMillis(300))
                .until(() -> Objects.equals(server.command("EXISTS", "test:{a}:value"), 0L));
    }

    @Test
    void refusedConnectionIsNotSent() {
        proxy.refuse();
        try (RedisBackend fresh = backend(proxy.uri().toString())) {
            StoreException e = catchThrowableOfType(StoreException.class, () -> add(fresh, "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e.code()).isEqualTo("store-unavailable");
            assertThat(e).hasMessageContaining("127.0.0.1:" + proxy.port()).hasMessageContaining("add.lua");
        }
    }

    @Test
    void nameWithoutAddressIsNotSent() {
        try (RedisBackend nowhere = backend("redis://no-such-host.invalid")) {
            StoreException e = catchThrowableOfType(StoreException.class, nowhere::ping);

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("no-such-host.invalid");
        }
    }

    @Test
    void fullPoolIsNotSent() throws LinkFailure {
        Dialer dialer = new Dialer(DefaultJedisClientConfig.builder().build(), null, DEADLINE, Dialer.Accept.ANY);
        NodePool pool = new NodePool(new HostAndPort("127.0.0.1", proxy.port()), dialer, 1);
        proxy.resetCounts();
        try (RedisBackend narrow = new RedisBackend(
                        "test", new OwnClient(new SingleTopology(pool), DEADLINE, DEADLINE), () -> Duration.ZERO);
                Link held = pool.take(Deadline.after(DEADLINE))) {
            StoreException e = catchThrowableOfType(StoreException.class, () -> add(narrow, "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("All 1 connections").hasMessageContaining("maxConnections");
            assertThat(held.isUsable()).isFalse();
        }
        assertThat(proxy.roundTrips()).isZero();
    }

    @Test
    void interruptEndsTheWaitAtOnceAndStaysSet() throws InterruptedException {
        try (RedisBackend patient = RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .deadline(Duration.ofMinutes(5))
                .build()) {
            add(patient, "a");
            proxy.resetCounts();
            proxy.always(Fault.BLACK_HOLE);
            AtomicReference<StoreException> failure = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                failure.set(catchThrowableOfType(StoreException.class, () -> addOnce(patient, "a", 0)));
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            Awaitility.await().until(() -> proxy.roundTrips() == 1);

            caller.interrupt();
            caller.join();

            assertThat(failure.get().effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(flag.get()).isTrue();
        }
    }

    @Test
    void interruptedThreadSendsNothing() {
        proxy.resetCounts();
        Thread.currentThread().interrupt();
        try {
            StoreException e = failure(r -> add(r, "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(proxy.roundTrips()).isZero();
    }

    @Test
    void closingEndsCallsThatWait() throws InterruptedException {
        RedisBackend patient = RedisBackend.builder("test")
                .single(proxy.uri().toString())
                .deadline(Duration.ofMinutes(5))
                .build();
        add(patient, "a");
        proxy.resetCounts();
        proxy.always(Fault.BLACK_HOLE);
        AtomicReference<StoreException> failure = new AtomicReference<>();
        Thread caller = new Thread(
                () -> failure.set(catchThrowableOfType(StoreException.class, () -> addOnce(patient, "a", 0))));
        caller.start();
        Awaitility.await().until(() -> proxy.roundTrips() == 1);

        patient.close();
        caller.join();

        assertThat(failure.get().effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void backendIsMadeWhileTheServerIsDownAndWorksOnceItIsUp() {
        proxy.refuse();
        try (RedisBackend early = backend(proxy.uri().toString())) {
            assertThat(catchThrowableOfType(StoreException.class, early::ping).effect())
                    .isEqualTo(Effect.NOT_SENT);

            proxy.pass();

            assertThat(add(early, "a")).isEqualTo(1);
            assertThat(server.text("CLIENT", "LIST")).contains("name=unpin-test", "resp=3");
        }
    }

    @Test
    void restartIsNotNoticedByIdleConnections() throws InterruptedException {
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> add(redis, "a"));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }

        server.restart();

        for (int i = 1; i <= 8; i++) {
            assertThat(add(redis, "after")).isEqualTo(i);
        }
    }

    private StoreException failure(Function<RedisBackend, Object> call) {
        return catchThrowableOfType(StoreException.class, () -> call.apply(redis));
    }

    private static RedisBackend backend(String uri) {
        return RedisBackend.builder("test").single(uri).deadline(DEADLINE).build();
    }
}
