package dev.unpin.web.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import dev.unpin.http.HttpAnswer;
import dev.unpin.lifecycle.Drained;
import dev.unpin.lifecycle.Lifecycle;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GracefulShutdownTest {
    private static final Duration GENEROUS = Duration.ofMinutes(1);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        finish.countDown();
        server.close();
    }

    @Test
    void whileDrainingReadinessIsDownRequestsAreServedAndClientsAreAskedToLeave() throws Exception {
        Lifecycle lifecycle =
                serve(Lifecycle.builder().drainDelay(Duration.ofHours(1)).build());
        CompletableFuture<Drained> drained = new CompletableFuture<>();
        Thread draining = new Thread(() -> drained.complete(GracefulShutdown.drain(server.server(), lifecycle)));
        try (Socket keptAlive = server.connect()) {
            server.write(keptAlive, "GET", "/fast");
            RawAnswer before = RawAnswer.readHead(keptAlive.getInputStream());
            assertThat(before.all("Connection")).isEmpty();
            assertThat(keptAlive.getInputStream().readNBytes(4)).hasSize(4);
            draining.start();
            await().atMost(GENEROUS).until(lifecycle::draining);

            assertThat(server.get("/readyz").status()).isEqualTo(503);
            assertThat(server.get("/livez").status()).isEqualTo(200);
            server.write(keptAlive, "GET", "/fast");
            RawAnswer during = RawAnswer.readHead(keptAlive.getInputStream()).readBody(keptAlive.getInputStream());
            assertThat(during.status()).isEqualTo(200);
            assertThat(during.all("Connection")).containsExactly("close");
            assertThat(during.body()).as("then the server closes").isEqualTo("fast");
        }
        await().atMost(GENEROUS)
                .until(() -> lifecycle.inFlight() == 0); // a client may have it all before its handler returns
        draining.interrupt();

        assertThat(drained.get(60, TimeUnit.SECONDS).stillRunning()).isZero();
        await().atMost(GENEROUS)
                .untilAsserted(this::assertRefusesConnections); // being interrupted, it did not wait for the listener
    }

    @Test
    void aRunningRequestIsFinishedAfterTheListenerHasClosed() throws Exception {
        Lifecycle lifecycle = serve(Lifecycle.builder()
                .drainDelay(Duration.ZERO)
                .drainTimeout(GENEROUS)
                .build());
        try (Socket slow = server.connect()) {
            server.write(slow, "GET", "/slow");
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Drained> drained =
                    CompletableFuture.supplyAsync(() -> GracefulShutdown.drain(server.server(), lifecycle));
            await().atMost(GENEROUS).untilAsserted(this::assertRefusesConnections);
            assertThat(drained).isNotDone();
            finish.countDown();

            RawAnswer answer = RawAnswer.readHead(slow.getInputStream()).readBody(slow.getInputStream());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("slow");
            assertThat(answer.all("Connection")).containsExactly("close");
            assertThat(drained.get(60, TimeUnit.SECONDS).complete()).isTrue();
        }
    }

    @Test
    void whatDoesNotEndInTimeIsCutAndCounted() throws Exception {
        Lifecycle lifecycle = serve(Lifecycle.builder()
                .drainDelay(Duration.ZERO)
                .drainTimeout(Duration.ofMillis(50))
                .build());
        try (Socket slow = server.connect()) {
            server.write(slow, "GET", "/slow");
            assertThat(entered.await(60, TimeUnit.SECONDS)).isTrue();

            Drained drained = GracefulShutdown.drain(server.server(), lifecycle);

            assertThat(drained.stillRunning()).isEqualTo(1);
            assertThatThrownBy(() -> RawAnswer.readHead(slow.getInputStream())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void drainingAnIdleServerTwiceEndsBothTimes() {
        Lifecycle lifecycle =
                serve(Lifecycle.builder().drainDelay(Duration.ZERO).build());

        Drained first = GracefulShutdown.drain(server.server(), lifecycle);
        Drained second = GracefulShutdown.drain(server.server(), lifecycle);

        assertThat(first.complete()).isTrue();
        assertThat(second).isSameAs(first);
        assertRefusesConnections();
    }

    @Test
    void onSigtermTheHookFinishesWhatRunsAndClosesTheRestOnlyThen() throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SigtermMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader story = child.inputReader(UTF_8);
                Socket slow = new Socket("localhost", Integer.parseInt(story.readLine()))) {
            server.write(slow, "GET", "/");
            assertThat(story.readLine()).isEqualTo("entered");
            assertThat(child.toHandle().destroy()).isTrue();
            assertThat(story.readLine()).isEqualTo("draining");
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();

            assertThat(RawAnswer.readHead(slow.getInputStream())
                            .readBody(slow.getInputStream())
                            .body())
                    .isEqualTo("slow");
            assertThat(story.readLine()).isEqualTo("answered");
            assertThat(story.readLine()).isEqualTo("first resource closed");
            assertThat(story.readLine()).isEqualTo("second resource closed");
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isEqualTo(128 + 15);
        } finally {
            child.destroyForcibly();
        }
    }

    private Lifecycle serve(Lifecycle lifecycle) {
        LifecycleFilter filter = LifecycleFilter.create(lifecycle);
        server.serve("/fast", exchange -> answer(exchange, "fast"), filter);
        server.serve(
                "/slow",
                exchange -> {
                    entered.countDown();
                    waitFor(finish);
                    answer(exchange, "slow");
                },
                filter);
        Health.register(server.server(), lifecycle);
        return lifecycle;
    }

    private void assertRefusesConnections() {
        assertThatThrownBy(() -> server.connect().close()).isInstanceOf(IOException.class);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        HttpAnswers.send(exchange, HttpAnswer.text(200, text));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
