package dev.unpin.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.unpin.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadinessTest {
    private static final Duration GENEROUS = Duration.ofMinutes(1);

    @Test
    void livenessAsksNothing() {
        AtomicInteger asked = new AtomicInteger();
        Lifecycle lifecycle =
                Lifecycle.builder().probe("sessions", asked::incrementAndGet).build();

        assertAnswer(lifecycle.livez(), 200, "{\"status\":\"up\"}");
        assertThat(asked).hasValue(0);
    }

    @Test
    void readinessAsksEachProbeOnceAndNamesThemInOrder() {
        AtomicInteger asked = new AtomicInteger();
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(GENEROUS)
                .probe("sessions", asked::incrementAndGet)
                .probe("a-2", asked::incrementAndGet)
                .build();

        assertAnswer(lifecycle.readyz(), 200, "{\"status\":\"up\",\"probes\":{\"sessions\":\"up\",\"a-2\":\"up\"}}");
        assertThat(asked).hasValue(2);
    }

    @Test
    void withoutProbesAnInstanceIsReady() {
        assertAnswer(Lifecycle.create().readyz(), 200, "{\"status\":\"up\",\"probes\":{}}");
    }

    @Test
    void aProbeThatThrowsIsDownAndItsReasonStaysInside() {
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(GENEROUS)
                .probe("fine", () -> {})
                .probe("broken", () -> {
                    throw new IllegalStateException("redis://10.0.0.7 refused");
                })
                .probe("worse", () -> {
                    throw new NoClassDefFoundError("redis");
                })
                .build();

        assertAnswer(
                lifecycle.readyz(),
                503,
                "{\"status\":\"down\",\"probes\":{\"fine\":\"up\",\"broken\":\"down\",\"worse\":\"down\"}}");
    }

    @Test
    void aProbeThatRecoversIsUpAgain() {
        AtomicInteger asked = new AtomicInteger();
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(GENEROUS)
                .probe("sessions", () -> {
                    if (asked.incrementAndGet() < 3) {
                        throw new IllegalStateException("down");
                    }
                })
                .build();

        assertThat(List.of(statusOf(lifecycle), statusOf(lifecycle), statusOf(lifecycle)))
                .containsExactly(503, 503, 200);
    }

    @Test
    void aProbeThatHangsIsDownAndHoweverOftenAskedRunsOnce() {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(Duration.ofMillis(50))
                .probe("sessions", () -> {
                    started.incrementAndGet();
                    await(release);
                })
                .build();

        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> statusOf(lifecycle)));
        }
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(503));
        for (int i = 0; i < 20; i++) {
            assertThat(statusOf(lifecycle)).isEqualTo(503);
        }
        assertThat(started).hasValue(1);
        release.countDown();
    }

    @Test
    void aHangingProbeDoesNotHideTheOthers() {
        CountDownLatch release = new CountDownLatch(1);
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(Duration.ofSeconds(1))
                .probe("stuck", () -> await(release))
                .probe("fine", () -> {})
                .build();

        String answer = "{\"status\":\"down\",\"probes\":{\"stuck\":\"down\",\"fine\":\"up\"}}";
        assertThat(Stream.generate(lifecycle::readyz).limit(30)) // on a busy machine "fine" may be late as well
                .anySatisfy(ready -> assertAnswer(ready, 503, answer));
        release.countDown();
    }

    @Test
    void requestsAtTheSameTimeShareOneRun() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(GENEROUS)
                .probe("sessions", () -> {
                    runs.incrementAndGet();
                    started.countDown();
                    await(release);
                })
                .build();
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> statusOf(lifecycle));
        await(started);
        List<Thread> waiting = new ArrayList<>();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            CompletableFuture<Integer> answer = new CompletableFuture<>();
            Thread thread = new Thread(() -> answer.complete(statusOf(lifecycle)));
            thread.start();
            waiting.add(thread);
            answers.add(answer);
        }
        for (Thread thread : waiting) {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
        release.countDown();

        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(200));
        assertThat(runs).hasValue(1);
    }

    @Test
    void aDrainingInstanceIsNotReadyAndAsksNobody() {
        AtomicInteger asked = new AtomicInteger();
        Lifecycle lifecycle = Lifecycle.builder()
                .probe("sessions", asked::incrementAndGet)
                .waiting(new ManualWaiting(elapsed -> {}))
                .build();
        assertThat(lifecycle.draining()).isFalse();
        lifecycle.drain(() -> {});

        assertThat(lifecycle.draining()).isTrue();
        assertAnswer(lifecycle.readyz(), 503, "{\"status\":\"draining\"}");
        assertThat(asked).hasValue(0);
    }

    @Test
    void whoIsInterruptedWhileAskingGetsDownAndKeepsTheInterrupt() {
        CountDownLatch release = new CountDownLatch(1);
        Lifecycle lifecycle = Lifecycle.builder()
                .probeTimeout(GENEROUS)
                .probe("sessions", () -> await(release))
                .build();
        Thread.currentThread().interrupt();

        int status = statusOf(lifecycle);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(status).isEqualTo(503);
        release.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sessions", "a b", "a\"b", "a\n"})
    void aProbeNameThatCouldBreakTheAnswerIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lifecycle.builder().probe(name, () -> {}));
    }

    @Test
    void twoProbesCannotShareAName() {
        Lifecycle.Builder builder = Lifecycle.builder().probe("sessions", () -> {});

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.probe("sessions", () -> {}))
                .withMessageContaining("sessions");
    }

    private static int statusOf(Lifecycle lifecycle) {
        return lifecycle.readyz().status();
    }

    private static void assertAnswer(HttpAnswer answer, int status, String json) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(json);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Content-Type")).contains("application/json");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
