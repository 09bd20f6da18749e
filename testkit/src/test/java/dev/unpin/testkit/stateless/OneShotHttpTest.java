package dev.unpin.testkit.stateless;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that sends once and believes nothing. */
class OneShotHttpTest {
    private final AtomicInteger requests = new AtomicInteger();
    private volatile byte[] answer = {};
    private final ServerSocket server = listen();

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void bodiesAreReadByLengthInChunksAndToTheEnd() throws IOException {
        assertThat(bodyOf("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, not this"))
                .isEqualTo("hello");
        assertThat(
                        bodyOf(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\nT: 1\r\n\r\n"))
                .isEqualTo("hello");
        assertThat(bodyOf("HTTP/1.0 200 OK\r\n\r\nhello")).isEqualTo("hello");
        assertThat(bodyOf("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void headersKeepTheirOrderAndNumber() throws IOException {
        answer = "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSET-COOKIE:  b=2 \r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);

        assertThat(send().all("set-cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void aRequestWhoseConnectionDiesIsNotSentAgain() {
        for (String broken : List.of("", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "HTTP/1.1 2")) {
            requests.set(0);
            answer = broken.getBytes(UTF_8);

            assertThatThrownBy(this::send).isInstanceOf(IOException.class);
            assertThat(requests).hasValue(1);
        }
    }

    @Test
    void malformedAndEndlessAnswersAreRefused() {
        for (String bad : List.of(
                "SSH-2.0\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000) + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(501) + "\r\n",
                "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(16 * 1024 * 1024 + 1))) {
            answer = bad.getBytes(UTF_8);
            assertThatThrownBy(this::send).isInstanceOf(IOException.class);
        }
    }

    private String bodyOf(String text) throws IOException {
        answer = text.getBytes(UTF_8);
        return new String(send().body(), UTF_8);
    }

    private HttpReply send() throws IOException {
        return new OneShotHttp(Duration.ofSeconds(30))
                .send(URI.create("http://127.0.0.1:" + server.getLocalPort()), "GET", "/", List.of(), new byte[0]);
    }

    /** Reads each request to its empty line, says its piece, and hangs up. */
    private ServerSocket listen() {
        try {
            ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> serve(listening));
            thread.setDaemon(true);
            thread.start();
            return listening;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void serve(ServerSocket listening) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    request.append(new String(socket.getInputStream().readNBytes(1), ISO_8859_1));
                }
                requests.incrementAndGet();
                socket.getOutputStream().write(answer);
            } catch (IOException clientHasHungUp) {
                // The next client is another.
            }
        }
    }
}
