package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.STORE;
import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisDataException;

class ServerErrorTest {
    private static final String SECRET = "pass-word-9f2";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOADING Redis is loading the dataset in memory | PASSING | LOADING
                    CLUSTERDOWN Hash slot not served | PASSING | CLUSTERDOWN
                    TRYAGAIN Multiple keys request during rehashing of slot | PASSING | TRYAGAIN
                    MASTERDOWN Link with MASTER is down | PASSING | MASTERDOWN
                    READONLY You can't write against a read only replica. | PASSING | primary
                    ERR max number of clients reached | PASSING | maxclients
                    OOM command not allowed when used memory > 'maxmemory'. | REFUSED | maxmemory
                    MISCONF Redis is configured to save RDB snapshots | REFUSED | persistence
                    NOREPLICAS Not enough good replicas to write. | REFUSED | min-replicas-to-write
                    BUSY Redis is busy running a script. | PASSING | SCRIPT KILL
                    NOAUTH Authentication required. | REFUSED | credentials(...)
                    WRONGPASS invalid username-password pair | REFUSED | user is enabled
                    NOPERM this user has no permissions to run the 'evalsha' command | REFUSED | EVALSHA
                    ERR unknown command 'HELLO' | REFUSED | 6.2
                    ERR This instance has cluster support disabled | REFUSED | single(...)
                    WRONGTYPE Operation against a key holding the wrong kind of value | FAILED | WRONGTYPE
                    ERR user_script:3: attempt to index a nil value script: 1 | FAILED | attempt to index
                    """)
    void errorsAreJudgedByTheirCode(String message, ServerError.Kind kind, String hint) {
        ServerError error = ServerError.ofScript(new JedisDataException(message));

        assertThat(error.kind()).isEqualTo(kind);
        assertThat(error.text()).contains(hint);
    }

    @Test
    void errorsThatRedis62WrapsAreFoundInside() {
        ServerError error = ServerError.ofScript(new JedisDataException(
                "ERR Error running script (call to f_8a3c): @user_script:7: @user_script: 7: -OOM command not allowed"
                        + " when used memory > 'maxmemory'. "));

        assertThat(error.kind()).isEqualTo(ServerError.Kind.REFUSED);
        assertThat(error.text()).contains("maxmemory");
    }

    @Test
    void handshakeErrorsNeverRepeatWhatWasSent() {
        ServerError error = ServerError.ofHandshake(new JedisDataException(
                "ERR unbalanced something, with args beginning with: `3` `AUTH` `" + SECRET + "`"));

        assertThat(error.kind()).isEqualTo(ServerError.Kind.REFUSED);
        assertThat(error.text()).doesNotContain(SECRET);
    }

    @Test
    void serverWithoutMemoryRefusesWritesAndStillReads() {
        try (EmbeddedRedis server = EmbeddedRedis.startOwn();
                RedisBackend redis = RedisBackend.connect(server.uri().toString(), "test")) {
            add(redis, "a");
            server.command("CONFIG", "SET", "maxmemory", "1");

            StoreException e = catchThrowableOfType(
                    StoreException.class,
                    () -> redis.eval(
                            STORE, redis.keys("b").key("value"), ScriptArgs.of().add("v")));

            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e.code()).isEqualTo("store-refused");
            assertThat(e).hasMessageContaining("raise maxmemory").hasMessageContaining("127.0.0.1:" + server.port());
            assertThat(read(redis, "a").text()).isEqualTo("1");
        }
    }

    @Test
    void replicaIsNotWrittenToAndTheMessageSaysWhatItIs() {
        try (EmbeddedRedis master = EmbeddedRedis.startOwn();
                EmbeddedRedis replica =
                        EmbeddedRedis.builder().replicaOf(master).start();
                RedisBackend redis = RedisBackend.builder("test")
                        .single(replica.uri().toString())
                        .deadline(Duration.ofSeconds(1))
                        .build()) {
            StoreException e = catchThrowableOfType(StoreException.class, () -> add(redis, "a"));

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("is a replica");
        }
    }

    @Test
    void fullServerIsWaitedFor() {
        try (EmbeddedRedis server =
                        EmbeddedRedis.builder().setting("maxclients", "2").start();
                RedisBackend redis = RedisBackend.builder("test")
                        .single(server.uri().toString())
                        .deadline(Duration.ofSeconds(1))
                        .build();
                RedisBackend other = RedisBackend.connect(server.uri().toString(), "other");
                RedisBackend third = RedisBackend.connect(server.uri().toString(), "third")) {
            Awaitility.await().ignoreExceptions().until(() -> add(other, "a") > 0);
            StoreException e = catchThrowableOfType(StoreException.class, () -> {
                third.ping();
                redis.ping();
            });

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("maxclients");
        }
    }

    @Test
    void serverHeldUpByAScriptIsWaitedFor() throws InterruptedException {
        try (EmbeddedRedis server =
                        EmbeddedRedis.builder().setting("lua-time-limit", "1").start();
                RedisBackend hasty = RedisBackend.builder("test")
                        .single(server.uri().toString())
                        .deadline(Duration.ofSeconds(1))
                        .build();
                RedisBackend patient = RedisBackend.builder("test")
                        .single(server.uri().toString())
                        .deadline(Duration.ofMinutes(2))
                        .build()) {
            add(hasty, "a");
            AtomicReference<Throwable> killed = new AtomicReference<>();
            Thread endless = new Thread(() -> killed.set(catchThrowable(() -> holdUp(server))));
            endless.start();
            Awaitility.await().until(() -> isBusy(server));

            StoreException e = catchThrowableOfType(StoreException.class, () -> add(hasty, "a"));
            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("SCRIPT KILL");
            AtomicLong count = new AtomicLong();
            Thread waiting = new Thread(() -> count.set(add(patient, "a")));
            waiting.start();
            server.command("SCRIPT", "KILL");
            endless.join();
            waiting.join();

            assertThat(killed.get()).hasMessageContaining("killed");
            assertThat(count).hasValue(2);
        }
    }

    private static void holdUp(EmbeddedRedis server) {
        try (RedisClient client = RedisClient.builder()
                .hostAndPort(server.host(), server.port())
                .clientConfig(DefaultJedisClientConfig.builder()
                        .socketTimeoutMillis(120_000)
                        .build())
                .build()) {
            client.eval("while true do end");
        }
    }

    private static boolean isBusy(EmbeddedRedis server) {
        try {
            server.command("PING");
            return false;
        } catch (EmbeddedRedisException e) {
            return String.valueOf(e.getMessage()).contains("BUSY");
        }
    }

    @Test
    void missingPasswordIsToldApartFromAWrongOneAndNeverShown() {
        try (EmbeddedRedis server = EmbeddedRedis.builder().password(SECRET).start()) {
            String place = "127.0.0.1:" + server.port();

            StoreException missing = pingFailure("redis://" + place);
            StoreException wrong = pingFailure("redis://:not-" + SECRET + "@" + place);

            assertThat(missing.effect()).isEqualTo(Effect.REFUSED);
            assertThat(missing).hasMessageContaining("NOAUTH").hasMessageContaining(place);
            assertThat(wrong.effect()).isEqualTo(Effect.REFUSED);
            assertThat(wrong).hasMessageContaining("WRONGPASS");
            assertThat(stackTrace(missing) + stackTrace(wrong)).doesNotContain(SECRET);
            try (RedisBackend redis = RedisBackend.connect("redis://:" + SECRET + "@" + place + "/1", "test")) {
                assertThat(add(redis, "a")).isEqualTo(1);
                assertThat(redis.toString()).contains(place, "test").doesNotContain(SECRET);
            }
            try (RedisBackend redis = RedisBackend.builder("test")
                    .single("redis://" + place)
                    .credentials("default", SECRET)
                    .database(1)
                    .build()) {
                assertThat(add(redis, "a")).isEqualTo(2);
            }
        }
    }

    @Test
    void databaseThatDoesNotExistIsRefused() {
        try (EmbeddedRedis server = EmbeddedRedis.startOwn()) {
            assertThat(pingFailure(server.uri() + "/999"))
                    .hasMessageContaining("database")
                    .extracting(StoreException::effect)
                    .isEqualTo(Effect.REFUSED);
        }
    }

    private static StoreException pingFailure(String uri) {
        try (RedisBackend redis = RedisBackend.connect(uri, "test")) {
            return catchThrowableOfType(StoreException.class, redis::ping);
        }
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
