package dev.unpin.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;

/** What the proxy counts. */
class FaultProxyCountTest extends ProxiedRedis {
    @Test
    void everyRequestIsOneRoundTripWhateverItsSize() {
        String large = "x".repeat(1 << 20);
        Jedis client = connect(PATIENCE);
        client.ping();
        proxy.resetCounts();
        client.set("k", "v");
        assertThat(proxy.roundTrips()).isEqualTo(1);
        assertThat(proxy.bytesSent()).isEqualTo("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\n".length());
        assertThat(proxy.bytesReceived()).isEqualTo("+OK\r\n".length());
        client.set("large", large);
        assertThat(proxy.roundTrips()).isEqualTo(2);
        assertThat(client.get("large")).isEqualTo(large);
        assertThat(proxy.roundTrips()).isEqualTo(3);
        for (int i = 0; i < 100; i++) {
            client.get("k");
        }
        assertThat(proxy.roundTrips()).isEqualTo(103);
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void pipelineIsOneRoundTrip() {
        Jedis client = connect(PATIENCE);
        client.ping();
        proxy.resetCounts();
        try (Pipeline pipeline = client.pipelined()) {
            pipeline.set("k", "v");
            pipeline.get("k");
            pipeline.pexpire("k", 60_000);
            pipeline.sync();
        }
        assertThat(proxy.roundTrips()).isEqualTo(1);
    }

    @Test
    void pipelineThatIsAnsweredWhileItIsSentIsStillOneRoundTrip() throws IOException {
        try (Socket client = new Socket(FreePorts.loopback(), proxy.port())) {
            client.setSoTimeout(PATIENCE);
            send(client, "*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*3\r\n$3\r\nSET\r\n$1\r\n");
            assertThat(receive(client, "$-1\r\n".length())).isEqualTo("$-1\r\n");
            send(client, "k\r\n$1\r\nv\r\n");
            assertThat(receive(client, "+OK\r\n".length())).isEqualTo("+OK\r\n");
            assertThat(proxy.roundTrips()).isEqualTo(1);
            send(client, "PING\r\n");
            assertThat(receive(client, "+PONG\r\n".length())).isEqualTo("+PONG\r\n");
            assertThat(proxy.roundTrips()).isEqualTo(2);
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String receive(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void roundTripsAreExactUnderConcurrency() throws Exception {
        int threads = 8;
        int each = 250;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                done.add(pool.submit(() -> {
                    Jedis client = connect(PATIENCE);
                    for (int i = 0; i < each; i++) {
                        client.incr("n");
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(redis.command("GET", "n")).isEqualTo("" + threads * each);
        assertThat(proxy.connections()).isEqualTo(threads);
        assertThat(proxy.roundTrips()).isEqualTo((long) threads * each);
    }

    @Test
    void handshakesCountAsRoundTrips() {
        try (Jedis client = new Jedis(
                "127.0.0.1",
                proxy.port(),
                DefaultJedisClientConfig.builder()
                        .protocol(RedisProtocol.RESP3)
                        .timeoutMillis(PATIENCE)
                        .build())) {
            client.connect();
            long handshake = proxy.roundTrips();
            assertThat(handshake).isBetween(1L, 3L);
            client.ping();
            assertThat(proxy.roundTrips()).isEqualTo(handshake + 1);
        }
    }
}
