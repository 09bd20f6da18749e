package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What the proxy does to requests and answers. */
class FaultProxyTest extends ProxiedRedis {
    @Test
    void cutBeforeSendResetsAndTheServerNeverHearsOfIt() {
        Jedis client = connect(PATIENCE);
        client.incr("n");
        proxy.next(1, Fault.CUT_BEFORE_SEND);
        assertThatThrownBy(() -> client.incr("n"))
                .isInstanceOf(JedisConnectionException.class)
                .hasRootCauseInstanceOf(SocketException.class);
        assertThat(redis.command("GET", "n")).isEqualTo("1");
        assertThat(proxy.count(Fault.CUT_BEFORE_SEND)).isEqualTo(1);
        Jedis later = connect(PATIENCE);
        assertThat(later.incr("n")).isEqualTo(2);
    }

    @Test
    void cutAfterSendResetsWhenTheServerHasDoneIt() {
        Jedis client = connect(PATIENCE);
        client.incr("n");
        proxy.next(1, Fault.CUT_AFTER_SEND);
        assertThatThrownBy(() -> client.incr("n"))
                .isInstanceOf(JedisConnectionException.class)
                .hasRootCauseInstanceOf(SocketException.class);
        assertThat(redis.command("GET", "n")).isEqualTo("2"); // already, not at last
        assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isEqualTo(1);
    }

    @Test
    void cutAfterSendLetsAWholePipelineBeDone() {
        Pipeline pipeline = connect(PATIENCE).pipelined();
        for (int i = 0; i < 100; i++) {
            pipeline.incr("n");
        }
        proxy.next(1, Fault.CUT_AFTER_SEND);
        assertThatThrownBy(pipeline::sync).isInstanceOf(JedisConnectionException.class);
        await().untilAsserted(() -> assertThat(redis.command("GET", "n")).isEqualTo("100"));
    }

    @Test
    void halfAnswerThenCutEndsTheStreamWithinTheAnswer() {
        redis.command("SET", "k", "x".repeat(1000));
        Jedis client = connect(PATIENCE);
        proxy.next(1, Fault.HALF_ANSWER_THEN_CUT);
        assertThatThrownBy(() -> client.get("k"))
                .isInstanceOf(JedisConnectionException.class)
                .hasMessageContaining("Unexpected end of stream");
        assertThat(proxy.count(Fault.HALF_ANSWER_THEN_CUT)).isEqualTo(1);
    }

    @Test
    void halfAnswerThenSilenceLeavesTheClientWaiting() {
        redis.command("SET", "k", "x".repeat(1000));
        Jedis client = connect(200);
        proxy.next(1, Fault.HALF_ANSWER_THEN_SILENCE);
        assertThatThrownBy(() -> client.get("k")).hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(proxy.bytesReceived()).isGreaterThan(1000);
        assertThat(proxy.count(Fault.HALF_ANSWER_THEN_SILENCE)).isEqualTo(1);
    }

    @Test
    void blackHoleSwallowsExistingAndNewConnectionsUntilItPasses() {
        Jedis existing = connect(PATIENCE);
        Jedis fresh = connect(200);
        existing.incr("n");
        existing.getConnection().setSoTimeout(200);
        proxy.always(Fault.BLACK_HOLE);
        assertThatThrownBy(() -> existing.incr("n")).hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> fresh.incr("n")).hasRootCauseInstanceOf(SocketTimeoutException.class);
        proxy.pass();
        Jedis later = connect(PATIENCE);
        assertThat(later.incr("n")).isEqualTo(2);
        assertThat(proxy.count(Fault.BLACK_HOLE)).isEqualTo(2);
    }

    @Test
    void blackHoleForOneRequestTakesOnlyItsConnection() {
        Jedis lost = connect(PATIENCE);
        Jedis other = connect(PATIENCE);
        lost.ping();
        lost.getConnection().setSoTimeout(200);
        proxy.next(1, Fault.BLACK_HOLE);
        assertThatThrownBy(() -> lost.incr("n")).isInstanceOf(JedisConnectionException.class);
        assertThat(other.incr("n")).isEqualTo(1);
    }

    @Test
    void delayedRequestIsDoneAlsoAfterTheClientGaveUp() {
        Fault late = Fault.delayRequest(Duration.ofSeconds(2));
        Jedis client = connect(PATIENCE);
        client.ping();
        client.getConnection().setSoTimeout(100);
        proxy.next(1, late);
        assertThatThrownBy(() -> client.set("k", "late")).hasRootCauseInstanceOf(SocketTimeoutException.class);
        redis.command("SET", "k", "meanwhile");
        await().untilAsserted(() -> assertThat(redis.command("GET", "k")).isEqualTo("late"));
        assertThat(proxy.count(late)).isEqualTo(1);
        assertThat(proxy.count(Fault.delayRequest(Duration.ofSeconds(2)))).isEqualTo(1);
    }

    @Test
    void delayedAnswerComesAfterTheWorkIsDone() {
        proxy.always(Fault.delayAnswer(Duration.ofSeconds(1)));
        Jedis client = connect(50);
        assertThatThrownBy(() -> client.incr("n")).hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(redis.command("GET", "n")).isEqualTo("1");
        Jedis patient = connect(PATIENCE);
        long start = System.nanoTime();
        assertThat(patient.incr("n")).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusedConnectionsAreRefusedByNobodyListening() {
        Jedis client = connect(PATIENCE);
        client.ping();
        int port = proxy.port();
        proxy.refuse();
        proxy.refuse();
        assertThatThrownBy(client::ping).isInstanceOf(JedisConnectionException.class);
        assertThatThrownBy(() -> ping(port))
                .isInstanceOf(JedisConnectionException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasAtLeastOneElementOfType(ConnectException.class));
        proxy.pass();
        assertThat(proxy.port()).isEqualTo(port);
        Jedis later = connect(PATIENCE);
        assertThat(later.ping()).isEqualTo("PONG");
    }

    @Test
    void cutConnectionsResetsIdleAndWaitingOnes() {
        JedisPubSub listener = new JedisPubSub() {};
        Jedis idle = connect(PATIENCE);
        Jedis waiting = connect(PATIENCE);
        idle.ping();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> subscription = pool.submit(() -> waiting.subscribe(listener, "news"));
            await().until(listener::isSubscribed);
            proxy.cutConnections();
            assertThatThrownBy(subscription::get).hasCauseInstanceOf(JedisConnectionException.class);
        } finally {
            pool.shutdownNow();
        }
        assertThatThrownBy(idle::ping).isInstanceOf(JedisConnectionException.class);
    }

    @Test
    void scriptedFaultsComeInOrderAndSpareTheHandshake() {
        proxy.next(1, Fault.CUT_AFTER_SEND);
        proxy.next(2, Fault.CUT_BEFORE_SEND);
        for (int i = 0; i < 3; i++) {
            Jedis client = greeting();
            assertThatThrownBy(() -> client.incr("n")).isInstanceOf(JedisConnectionException.class);
        }
        Jedis client = greeting();
        assertThat(client.incr("n")).isEqualTo(2);
        assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isEqualTo(1);
        assertThat(proxy.count(Fault.CUT_BEFORE_SEND)).isEqualTo(2);
    }

    @Test
    void randomFaultsAreCountedAndTheSameForTheSameSeed() {
        String first = randomRun();
        redis.command("DEL", "n");
        proxy.resetCounts();
        assertThat(randomRun()).isEqualTo(first);
        assertThat(first).contains("a").contains("b").contains(".");
    }

    private String randomRun() {
        proxy.randomly(42, Map.of(Fault.CUT_AFTER_SEND, 0.2, Fault.CUT_BEFORE_SEND, 0.2));
        StringBuilder run = new StringBuilder();
        Jedis client = greeting();
        for (int i = 0; i < 60; i++) {
            long before = proxy.count(Fault.CUT_AFTER_SEND);
            try {
                client.incr("n");
                run.append('.');
            } catch (JedisConnectionException e) {
                run.append(proxy.count(Fault.CUT_AFTER_SEND) > before ? 'a' : 'b');
                client.close();
                client = greeting();
            }
        }
        client.close();
        long done = run.chars().filter(c -> c != 'b').count();
        assertThat(redis.command("GET", "n")).isEqualTo("" + done);
        assertThat(proxy.count(Fault.CUT_AFTER_SEND) + proxy.count(Fault.CUT_BEFORE_SEND))
                .isEqualTo(run.chars().filter(c -> c != '.').count());
        return run.toString();
    }

    @Test
    void impossibleProbabilitiesAreRefused() {
        assertThatThrownBy(() -> proxy.randomly(1, Map.of(Fault.CUT_AFTER_SEND, 0.7, Fault.BLACK_HOLE, 0.7)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proxy.randomly(1, Map.of(Fault.BLACK_HOLE, Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> proxy.next(0, Fault.BLACK_HOLE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.delayAnswer(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deadServerBehindTheProxyIsAResetConnection() {
        try (FaultProxy toNobody = FaultProxy.to("127.0.0.1", FreePorts.pick())) {
            assertThatThrownBy(() -> ping(toNobody.port())).isInstanceOf(JedisConnectionException.class);
            assertThat(toNobody.connections()).isEqualTo(1);
        }
    }

    @Test
    void killedServerEndsTheConnectionsThroughTheProxy() {
        try (EmbeddedRedis mortal = EmbeddedRedis.startOwn();
                FaultProxy before = FaultProxy.to(mortal);
                Jedis client = new Jedis("127.0.0.1", before.port(), PATIENCE)) {
            client.ping();
            mortal.kill();
            assertThatThrownBy(client::ping).isInstanceOf(JedisConnectionException.class);
        }
    }

    @Test
    void uriKeepsThePasswordAndTheTextDoesNot() {
        try (EmbeddedRedis secret = EmbeddedRedis.builder().password("s3cret/").start();
                FaultProxy before = FaultProxy.to(secret);
                Jedis client = new Jedis(before.uri())) {
            assertThat(client.ping()).isEqualTo("PONG");
            assertThat(before.toString()).doesNotContain("s3cret");
        }
        assertThat(proxy.uri()).isEqualTo(URI.create("redis://127.0.0.1:" + proxy.port()));
    }

    @Test
    void closeEndsEveryThreadAlsoThoseThatHoldRequestsBack() {
        proxy.always(Fault.delayRequest(Duration.ofMinutes(10)));
        Jedis held = connect(50);
        Jedis swallowed = connect(50);
        assertThatThrownBy(held::ping).isInstanceOf(JedisConnectionException.class);
        proxy.always(Fault.BLACK_HOLE);
        assertThatThrownBy(swallowed::ping).isInstanceOf(JedisConnectionException.class);
        proxy.close();
        proxy.close();
        String prefix = "fault-proxy-" + proxy.port() + "-";
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith(prefix)));
        assertThatThrownBy(proxy::pass).isInstanceOf(IllegalStateException.class);
    }

    private static void ping(int port) {
        try (Jedis client = new Jedis("127.0.0.1", port, PATIENCE)) {
            client.ping();
        }
    }
}
