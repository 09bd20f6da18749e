package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

class EmbeddedRedisTest {

    @Test
    void startedServerAnswersOnLoopbackAndKeepsNothingOnDisk() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            assertThat(redis.isOwn()).isTrue();
            assertThat(redis.uri()).isEqualTo(URI.create("redis://127.0.0.1:" + redis.port()));
            assertThat(redis.command("SET", "greeting", "hällo")).isEqualTo("OK");
            assertThat(redis.command("GET", "greeting")).isEqualTo("hällo");
            assertThat(redis.command("EXISTS", "greeting")).isEqualTo(1L);
            assertThat(redis.command("GET", "nothing")).isNull();
            assertThat(redis.text("GET", "nothing")).isEqualTo("(nil)");
            assertThat(redis.text("CONFIG", "GET", "appendonly")).isEqualTo("[appendonly, no]");
            assertThat(redis.text("CONFIG", "GET", "save")).isEqualTo("[save, ]");
            assertThat(redis.text("CONFIG", "GET", "bind")).isEqualTo("[bind, 127.0.0.1]");
            assertThat(redis.log()).contains("Ready to accept connections");
        }
    }

    @Test
    void errorReplyIsTheMessageAndTheConnectionStaysUsable() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            redis.command("SET", "text", "a");
            assertThatThrownBy(() -> redis.command("INCR", "text"))
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessage("ERR value is not an integer or out of range");
            assertThat(redis.command("GET", "text")).isEqualTo("a");
        }
    }

    @Test
    void killedServerRefusesConnectionsAndRestartsEmptyOnTheSamePort() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            int port = redis.port();
            redis.command("SET", "k", "v");
            redis.kill();
            redis.kill();
            assertThatThrownBy(() -> ping(port)).isInstanceOf(JedisConnectionException.class);
            assertThatThrownBy(() -> redis.command("PING")).isInstanceOf(EmbeddedRedisException.class);
            assertThatThrownBy(redis::pause)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("restart()");
            redis.restart();
            assertThat(redis.port()).isEqualTo(port);
            assertThat(ping(port)).isEqualTo("PONG");
            assertThat(redis.command("GET", "k")).isNull();
        }
    }

    @Test
    void restartOfARunningServerKillsItFirst() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            String before = runId(redis);
            redis.restart();
            assertThat(runId(redis)).isNotEqualTo(before);
        }
    }

    @Test
    void persistentServerKeepsEveryAcknowledgedWriteOverKill() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().persistent().start()) {
            redis.command("SET", "k", "v");
            redis.kill();
            redis.restart();
            assertThat(redis.command("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void pausedServerIsSilentAndDoesAfterwardsWhatItWasSent() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            try (Jedis impatient = new Jedis("127.0.0.1", redis.port(), 20_000)) {
                impatient.ping();
                impatient.getConnection().setSoTimeout(200);
                redis.pause();
                assertThatThrownBy(() -> impatient.incr("n")).isInstanceOf(JedisConnectionException.class);
            }
            redis.resume();
            assertThat(redis.command("GET", "n")).isEqualTo("1");
        }
    }

    @Test
    void pausedServerCanBeKilled() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            redis.pause();
            redis.restart();
            assertThat(redis.command("PING")).isEqualTo("PONG");
            redis.pause();
        }
    }

    @Test
    void flushedScriptsAreUnknown() {
        try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
            String sha = redis.text("SCRIPT", "LOAD", "return 7");
            assertThat(redis.command("EVALSHA", sha, "0")).isEqualTo(7L);
            redis.flushScripts();
            assertThatThrownBy(() -> redis.command("EVALSHA", sha, "0")).hasMessageStartingWith("NOSCRIPT");
        }
    }

    @Test
    void maxMemoryRefusesWrites() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().maxMemory(1).start()) {
            assertThatThrownBy(() -> redis.command("SET", "k", "v")).hasMessageStartingWith("OOM");
        }
        assertThatThrownBy(() -> EmbeddedRedis.builder().maxMemory(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 byte, but is 0");
    }

    @Test
    void passwordIsAskedForIsInTheUriAndNotInTheText() {
        String password = "p\"a s:s@/ü";
        try (EmbeddedRedis redis = EmbeddedRedis.builder().password(password).start()) {
            assertThatThrownBy(() -> ping(redis.port())).hasMessageStartingWith("NOAUTH");
            assertThat(redis.command("PING")).isEqualTo("PONG");
            try (Jedis client = new Jedis(redis.uri())) {
                assertThat(client.ping()).isEqualTo("PONG");
            }
            assertThat(redis.toString()).isEqualTo("redis-server at 127.0.0.1:" + redis.port());
        }
    }

    @Test
    void replicaHasItsCopyWhenItStarts() {
        try (EmbeddedRedis master = EmbeddedRedis.builder().password("secret").start()) {
            master.command("SET", "k", "v");
            try (EmbeddedRedis replica =
                    EmbeddedRedis.builder().replicaOf(master).start()) {
                assertThat(replica.command("GET", "k")).isEqualTo("v");
                assertThatThrownBy(() -> replica.command("SET", "k", "w")).hasMessageStartingWith("READONLY");
            }
        }
    }

    @Test
    void settingReachesTheServerAndOursAreRefused() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                .setting("client-output-buffer-limit", "normal", "1mb", "512kb", "60")
                .start()) {
            assertThat(redis.text("CONFIG", "GET", "client-output-buffer-limit"))
                    .contains("normal 1048576 524288 60");
        }
        assertThatThrownBy(() -> EmbeddedRedis.builder().setting("port", "1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddedRedis.builder().setting("save 60 1\nport", "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serverThatDoesNotStartShowsItsLog() {
        assertThatThrownBy(() ->
                        EmbeddedRedis.builder().setting("no-such-setting", "1").start())
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining("Bad directive");
    }

    @Test
    void serversThatDieAtOnceTakeNothingFromTheOthers() {
        try (EmbeddedRedis bystander = EmbeddedRedis.builder().persistent().start()) {
            bystander.command("SET", "k", "v");
            EmbeddedRedis.Builder dying = EmbeddedRedis.builder().setting("no-such-setting", "1");
            for (int i = 0; i < 100; i++) {
                assertThatThrownBy(dying::start).hasMessageContaining("Bad directive");
            }
            bystander.restart();
            assertThat(bystander.command("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void closedServerIsGoneAndStaysGone() {
        EmbeddedRedis redis = EmbeddedRedis.startOwn();
        redis.close();
        redis.close();
        assertThatThrownBy(() -> ping(redis.port())).isInstanceOf(JedisConnectionException.class);
        assertThatThrownBy(redis::restart).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void runningServerIsUsedButNotHurt() {
        try (EmbeddedRedis owner = EmbeddedRedis.builder().password("secret").start()) {
            owner.command("SELECT", "3");
            owner.command("SET", "k", "in 3");
            EmbeddedRedis guest = EmbeddedRedis.start("redis://:secret@127.0.0.1:" + owner.port() + "/3");
            assertThat(guest.isOwn()).isFalse();
            assertThat(guest.port()).isEqualTo(owner.port());
            assertThat(guest.command("GET", "k")).isEqualTo("in 3");
            assertThatThrownBy(guest::kill)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("UNPIN_REDIS names 127.0.0.1:" + owner.port())
                    .hasMessageContaining("startOwn()");
            assertThatThrownBy(guest::pause).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(guest::resume).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(guest::restart).isInstanceOf(UnsupportedOperationException.class);
            guest.close();
            assertThat(owner.command("PING")).isEqualTo("PONG");
        }
    }

    @Test
    void runningServerThatIsNotThereOrNotNamedWellIsSaidSo() {
        int nobody = FreePorts.pick();
        assertThatThrownBy(() -> EmbeddedRedis.start("redis://127.0.0.1:" + nobody))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining("UNPIN_REDIS names 127.0.0.1:" + nobody);
        assertThatThrownBy(() -> EmbeddedRedis.start("http://:hunter2@localhost"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must look like redis://")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void platformWithoutBinaryNamesTheWaysOut() {
        assertThat(RedisBinary.resourceName("Linux", "amd64")).isEqualTo("redis-server-7.0.15-linux-amd64");
        assertThat(RedisBinary.resourceName("Mac OS X", "aarch64")).isEqualTo("redis-server-7.0.15-darwin-arm64");
        assertThatThrownBy(() -> RedisBinary.resourceName("Windows 11", "amd64"))
                .hasMessageContaining("Windows 11 on amd64")
                .hasMessageContaining("UNPIN_REDIS=redis://host:port")
                .hasMessageContaining("UNPIN_REDIS_SERVER=");
    }

    @Test
    void executableNamedByTheEnvironmentIsUsedIfThereIsOne() {
        Path installed = RedisBinary.executable(null);
        assertThat(RedisBinary.executable(installed.toString())).isEqualTo(installed);
        assertThatThrownBy(() -> RedisBinary.executable(installed + "-missing"))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining("UNPIN_REDIS_SERVER must name an executable redis-server");
    }

    @Test
    void serversStartedAtTheSameTimeGetPortsOfTheirOwn() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        List<EmbeddedRedis> started = new ArrayList<>();
        try {
            List<Future<EmbeddedRedis>> starting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                starting.add(pool.submit(EmbeddedRedis::startOwn));
            }
            for (Future<EmbeddedRedis> one : starting) {
                started.add(one.get());
            }
            assertThat(started.stream().map(EmbeddedRedis::port)).doesNotHaveDuplicates();
        } finally {
            pool.shutdown(); // the threads that forked the servers end, and the servers go on
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(started).hasSize(8).allMatch(redis -> "PONG".equals(redis.command("PING")));
            started.forEach(EmbeddedRedis::close);
        }
    }

    @Test
    void portThatIsTakenIsTriedAgain() throws Exception {
        try (EmbeddedRedis first = EmbeddedRedis.startOwn()) {
            first.kill();
            ServerSocket squatter = new ServerSocket(first.port(), 1, FreePorts.loopback());
            Thread leaving = new Thread(() -> {
                await().until(() -> first.log().contains("in use"));
                try {
                    squatter.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            leaving.start();
            first.restart();
            leaving.join();
            assertThat(first.command("PING")).isEqualTo("PONG");
        }
    }

    private static String ping(int port) {
        DefaultJedisClientConfig plain = DefaultJedisClientConfig.builder()
                .serverDefaultProtocol()
                .timeoutMillis((int) Duration.ofSeconds(10).toMillis())
                .build();
        try (Jedis client = new Jedis("127.0.0.1", port, plain)) {
            return client.ping();
        }
    }

    private static String runId(EmbeddedRedis redis) {
        return redis.text("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("run_id:"))
                .findFirst()
                .orElseThrow();
    }
}
