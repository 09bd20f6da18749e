package dev.unpin.examples.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<StubInstance> instances = new ArrayList<>();
    private final Rotation rotation = new Rotation();
    private Balancer balancer = Balancer.start(0, rotation, UnaryOperator.identity(), BalancerTest::refuse);

    @BeforeEach
    void startThree() throws IOException {
        for (String name : List.of("A", "B", "C")) {
            StubInstance instance = StubInstance.start(name);
            instances.add(instance);
            rotation.add(instance.backend());
        }
        instances.forEach(instance -> awaitState(instance, Backend.State.UP));
    }

    @AfterEach
    void stopAll() {
        balancer.close();
        instances.forEach(StubInstance::close);
    }

    @Test
    void readyInstancesTakeTurns() throws IOException {
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            served.add(body(send(get())));
        }
        assertThat(served.subList(0, 3)).containsExactlyInAnyOrder("A", "B", "C");
        assertThat(served.subList(3, 6)).isEqualTo(served.subList(0, 3));
        assertThat(served.subList(6, 9)).isEqualTo(served.subList(0, 3));
    }

    @Test
    void nobodyGetsAnotherCustomersCookie() throws IOException {
        String first = send(get());
        assertThat(first).contains("session=of-1\r\n", "other=1\r\n").containsOnlyOnce("Date: ");
        for (int i = 0; i < 6; i++) {
            send(get());
        }
        send(get("Cookie: session=mine"));

        List<String> cookies = instances.stream()
                .flatMap(instance -> instance.requests().stream())
                .flatMap(request -> Stream.ofNullable(request.get("Cookie")).flatMap(List::stream))
                .toList();
        assertThat(cookies).containsExactly("session=mine");
    }

    @Test
    void aGetThatBreaksOffGoesToAnotherInstance() throws IOException {
        instances.get(0).breakOff();
        instances.get(1).breakOff();
        for (int i = 0; i < 4; i++) {
            assertThat(body(send(get()))).isEqualTo("C");
        }
    }

    @Test
    void aPostThatBreaksOffReachesOneInstanceOnly() throws IOException {
        instances.forEach(StubInstance::breakOff);

        String answer = send(post("sku=cup"));

        assertThat(answer).startsWith("HTTP/1.1 502");
        assertThat(instances.stream()
                        .mapToInt(instance -> instance.requests().size())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void aPostThatReachesNoInstanceGoesToAnother() throws IOException {
        instances.get(0).close();
        instances.get(1).close();
        for (int i = 0; i < 4; i++) {
            instances.forEach(instance -> instance.backend().seen(Backend.State.UP));
            assertThat(body(send(post("sku=cup")))).isEqualTo("C");
        }
        assertThat(instances.get(2).requests()).hasSize(4);
    }

    @Test
    void aPostWithAKeyThatBreaksOffGoesToAnotherInstance() throws IOException {
        instances.get(0).breakOff();
        instances.get(1).breakOff();
        for (int i = 0; i < 4; i++) {
            assertThat(body(send(post("sku=cup", "Idempotency-Key: \"k\"")))).isEqualTo("C");
        }
    }

    @Test
    void anInstanceThatFailedIsLeftOutUntilItsCheckPasses() throws IOException {
        instances.get(0).close();
        instances.get(1).readiness(503);
        awaitState(instances.get(0), Backend.State.DEAD);
        awaitState(instances.get(1), Backend.State.DRAINING);
        for (int i = 0; i < 4; i++) {
            assertThat(body(send(get()))).isEqualTo("C");
        }

        instances.get(1).readiness(200);
        awaitState(instances.get(1), Backend.State.UP);
        assertThat(Stream.of(body(send(get())), body(send(get())))).containsExactlyInAnyOrder("B", "C");
    }

    /** A machine that is busy lets all instances miss a check at once; that is no reason to do without them all. */
    @Test
    void anInstanceIsLeftOutWhenItMissesTwoChecksInARow() throws IOException {
        Backend backend = new Backend("D", instances.get(0).backend().uri());
        backend.seen(Backend.State.UP);
        backend.missedCheck();
        backend.answeredCheck(Backend.State.UP);
        backend.missedCheck();
        assertThat(backend.state()).isEqualTo(Backend.State.UP);
        backend.missedCheck();
        assertThat(backend.state()).isEqualTo(Backend.State.DEAD);

        instances.forEach(StubInstance::hangChecks);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> instances.get(0).backend().state() == Backend.State.DEAD);
        assertThat(instances.get(0).missedChecks()).isGreaterThanOrEqualTo(2);

        instances.forEach(StubInstance::resumeChecks);
        instances.forEach(instance -> awaitState(instance, Backend.State.UP));
        assertThat(send(get())).startsWith("HTTP/1.1 200");
    }

    @Test
    void withoutAReadyInstanceCustomersAreAskedToComeBack() throws IOException {
        instances.forEach(instance -> instance.readiness(503));
        instances.forEach(instance -> awaitState(instance, Backend.State.DRAINING));

        assertThat(send(get())).startsWith("HTTP/1.1 503").contains("Retry-After: 1\r\n");
        assertThat(instances)
                .allSatisfy(instance -> assertThat(instance.requests()).isEmpty());
    }

    @Test
    void instancesSeeTheCustomersHostAndTheBalancersWordOnWhereTheyComeFrom() throws IOException {
        send(get("Connection: close, X-Hop", "X-Hop: 1", "X-Forwarded-For: 6.6.6.6", "X-Kept: yes"));

        var request = instances.stream()
                .flatMap(instance -> instance.requests().stream())
                .collect(Collectors.toList())
                .get(0);
        assertThat(request.get("Host")).containsExactly("shop.example");
        assertThat(request.get("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(request.get("X-Forwarded-Host")).containsExactly("shop.example");
        assertThat(request.get("X-Kept")).containsExactly("yes");
        assertThat(request).doesNotContainKey("X-Hop");
    }

    @Test
    void aBodyBeyondTheLimitReachesNobody() throws IOException {
        assertThat(send(post("x".repeat(ForwardingHandler.MAX_REQUEST_BYTES)))).startsWith("HTTP/1.1 200");
        assertThat(send(post("x".repeat(ForwardingHandler.MAX_REQUEST_BYTES + 1))))
                .startsWith("HTTP/1.1 413");
        assertThat(instances.stream()
                        .mapToInt(instance -> instance.requests().size())
                        .sum())
                .isEqualTo(1);
    }

    private static String get(String... headers) {
        return "GET /path?q=1 HTTP/1.1\r\nHost: shop.example\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                + (headers.length > 0 && headers[0].startsWith("Connection") ? "" : "Connection: close\r\n") + "\r\n";
    }

    private static String post(String body, String... headers) {
        return "POST / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n" + body;
    }

    /** Over a bare socket, which repeats nothing by itself. */
    private String send(String request) throws IOException {
        try (Socket socket = new Socket(balancer.uri().getHost(), balancer.uri().getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static void awaitState(StubInstance instance, Backend.State state) {
        await().atMost(PATIENCE).until(() -> instance.backend().state() == state);
    }

    private static void refuse(Response response, Callback callback, int status, String sentence) {
        response.setStatus(status);
        response.write(true, ByteBuffer.wrap(sentence.getBytes(UTF_8)), callback);
    }
}
