package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.STORE;
import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** TLS lies above the socket with the deadline; a gate that speaks TLS stands before the server. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private static EmbeddedRedis server;
    private static Gate gate;
    private static SSLContext trusting;

    @BeforeAll
    static void startServer(@TempDir Path folder) throws Exception {
        server = EmbeddedRedis.startOwn();
        trusting = selfSigned(folder);
        gate = new Gate(trusting, server.port());
    }

    @AfterAll
    static void stopServer() throws IOException {
        gate.close();
        server.close();
    }

    @Test
    void scriptsRunOverTlsAlsoWithLargeValues() {
        byte[] large = new byte[3 << 20];
        new Random(1).nextBytes(large);
        int before = gate.accepted();
        try (RedisBackend redis = backend("rediss://127.0.0.1:" + gate.port(), Duration.ofSeconds(20))) {
            for (int i = 1; i <= 50; i++) {
                assertThat(add(redis, "a")).isEqualTo(i);
            }
            redis.eval(
                    STORE,
                    redis.keys("large").key("counter", "large"),
                    ScriptArgs.of().add(large));

            assertThat(Arrays.equals(read(redis, "large").bytes(), large)).isTrue();
            assertThat(gate.accepted() - before).isEqualTo(1);
        }
    }

    @Test
    void silenceUnderTlsEndsAsUnknown() {
        try (RedisBackend redis = backend("rediss://127.0.0.1:" + gate.port(), Duration.ofSeconds(4))) {
            add(redis, "b");
            server.pause();
            StoreException e;
            try {
                e = catchThrowableOfType(StoreException.class, () -> add(redis, "b"));
            } finally {
                server.resume();
            }

            assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
        }
    }

    @Test
    void certificateOfAnotherHostIsNotTrusted() {
        try (RedisBackend redis = backend("rediss://localhost:" + gate.port(), Duration.ofSeconds(20))) {
            StoreException e = catchThrowableOfType(StoreException.class, redis::ping);

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("localhost");
        }
    }

    @Test
    void unknownCertificateIsNotTrusted() {
        try (RedisBackend redis = RedisBackend.connect("rediss://127.0.0.1:" + gate.port(), "test")) {
            assertThat(catchThrowableOfType(StoreException.class, redis::ping).effect())
                    .isEqualTo(Effect.NOT_SENT);
        }
    }

    private static RedisBackend backend(String uri, Duration deadline) {
        return RedisBackend.builder("test")
                .single(uri)
                .tls(trusting)
                .deadline(deadline)
                .build();
    }

    private static SSLContext selfSigned(Path folder) throws Exception {
        Path file = folder.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gate",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=gate",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return context(store);
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        try {
            anchors.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        anchors.setCertificateEntry("gate", store.getCertificate("gate"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Takes TLS connections and passes what they carry to the server. */
    private static final class Gate implements Closeable {
        private final ServerSocket door;
        private final int target;
        private final AtomicInteger accepted = new AtomicInteger();

        Gate(SSLContext context, int target) throws IOException {
            this.door = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            this.target = target;
            start(this::serve);
        }

        int port() {
            return door.getLocalPort();
        }

        int accepted() {
            return accepted.get();
        }

        private void serve() {
            while (!door.isClosed()) {
                try {
                    Socket outside = door.accept();
                    accepted.incrementAndGet();
                    Socket inside = new Socket(InetAddress.getLoopbackAddress(), target);
                    start(() -> pump(outside, inside));
                    start(() -> pump(inside, outside));
                } catch (IOException e) {
                    // closed, or one connection less
                }
            }
        }

        private static void pump(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // one side has left
            }
        }

        private static void start(Runnable work) {
            Thread thread = new Thread(work, "tls-gate");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            door.close();
        }
    }
}
