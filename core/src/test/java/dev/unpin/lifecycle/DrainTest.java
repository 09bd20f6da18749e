package dev.unpin.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final Duration DELAY = Duration.ofSeconds(5);

    private final AtomicReference<@Nullable Lifecycle> self = new AtomicReference<>();
    private final List<String> story = new ArrayList<>();

    @Test
    void readinessGoesDownFirstThenTheDelayThenTheListenerThenTheRest() {
        List<InFlight> requests = new ArrayList<>();
        ManualWaiting waiting = new ManualWaiting(elapsed -> {
            if (elapsed.equals(DELAY)) {
                story.add("delay over, ready " + lifecycle().readyz().status());
                requests.add(lifecycle().enter()); // still served
            }
            if (elapsed.equals(DELAY.plusMillis(30))) {
                story.add("finish");
                requests.forEach(InFlight::close);
            }
        });
        Lifecycle lifecycle = use(Lifecycle.builder().waiting(waiting).build());
        requests.add(lifecycle.enter());

        Drained drained = lifecycle.drain(() -> story.add("stop accepting, running " + lifecycle.inFlight()));

        assertThat(story).containsExactly("delay over, ready 503", "stop accepting, running 2", "finish");
        assertThat(drained).isEqualTo(new Drained(0, DELAY.plusMillis(30)));
        assertThat(drained.complete()).isTrue();
        assertThat(lifecycle.livez().status()).isEqualTo(200);
    }

    @Test
    void waitingEndsAtTheTimeoutAndSaysHowManyStillRun() {
        ManualWaiting waiting = new ManualWaiting(elapsed -> {});
        Lifecycle lifecycle = Lifecycle.builder()
                .waiting(waiting)
                .drainDelay(Duration.ZERO)
                .drainTimeout(Duration.ofSeconds(2))
                .build();
        try (InFlight one = lifecycle.enter();
                InFlight two = lifecycle.enter()) {
            assertThat(one).isNotSameAs(two);

            Drained drained = lifecycle.drain(() -> {});

            assertThat(drained).isEqualTo(new Drained(2, Duration.ofSeconds(2)));
            assertThat(drained.complete()).isFalse();
        }
    }

    @Test
    void anIdleInstanceWaitsForTheDelayAlone() {
        ManualWaiting waiting = new ManualWaiting(elapsed -> {});

        Drained drained = Lifecycle.builder().waiting(waiting).build().drain(() -> {});

        assertThat(waiting.slept()).containsExactly(DELAY);
        assertThat(drained).isEqualTo(new Drained(0, DELAY));
    }

    @Test
    void drainingTwiceStopsOnceAndTellsTheSame() {
        AtomicInteger stops = new AtomicInteger();
        Lifecycle lifecycle =
                Lifecycle.builder().waiting(new ManualWaiting(e -> {})).build();

        Drained first = lifecycle.drain(stops::incrementAndGet);
        Drained second = lifecycle.drain(stops::incrementAndGet);

        assertThat(stops).hasValue(1);
        assertThat(second).isSameAs(first);
    }

    @Test
    void whoeverDrainsAtTheSameTimeWaitsForTheFirst() throws Exception {
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger stops = new AtomicInteger();
        Lifecycle lifecycle =
                Lifecycle.builder().waiting(new ManualWaiting(e -> {})).build();
        CompletableFuture<Drained> first = CompletableFuture.supplyAsync(() -> lifecycle.drain(() -> {
            stops.incrementAndGet();
            stopping.countDown();
            await(goOn);
        }));
        await(stopping);

        CompletableFuture<Drained> second =
                CompletableFuture.supplyAsync(() -> lifecycle.drain(stops::incrementAndGet));
        assertThat(second).isNotDone();
        goOn.countDown();

        assertThat(second.get(30, TimeUnit.SECONDS)).isSameAs(first.get(30, TimeUnit.SECONDS));
        assertThat(stops).hasValue(1);
    }

    @Test
    void aListenerThatFailsToStopIsToldToAllAfterTheRequestsWereWaitedFor() {
        List<InFlight> requests = new ArrayList<>();
        ManualWaiting waiting = new ManualWaiting(elapsed -> {
            if (elapsed.equals(DELAY.plusMillis(20))) {
                requests.forEach(InFlight::close);
            }
        });
        Lifecycle lifecycle = Lifecycle.builder().waiting(waiting).build();
        requests.add(lifecycle.enter());

        for (int call = 0; call < 2; call++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> lifecycle.drain(() -> {
                        throw new IllegalStateException("no");
                    }))
                    .withMessage("no");
        }
        assertThat(lifecycle.inFlight()).isZero();
        assertThat(waiting.slept()).containsExactly(DELAY, Duration.ofMillis(10), Duration.ofMillis(10));
    }

    @Test
    void anInterruptedDrainStopsAcceptingAndReturnsAtOnce() {
        ManualWaiting waiting = new ManualWaiting(elapsed -> {});
        AtomicInteger stops = new AtomicInteger();
        Lifecycle lifecycle = Lifecycle.builder().waiting(waiting).build();
        try (InFlight request = lifecycle.enter()) {
            assertThat(request).isNotNull();
            Thread.currentThread().interrupt();

            Drained drained = lifecycle.drain(stops::incrementAndGet);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(drained.stillRunning()).isEqualTo(1);
        }
        assertThat(stops).hasValue(1);
        assertThat(waiting.slept()).isEmpty();
    }

    @Test
    void aRequestIsCountedOutOnce() {
        Lifecycle lifecycle = Lifecycle.create();
        InFlight one = lifecycle.enter();
        try (InFlight two = lifecycle.enter()) {
            assertThat(two).isNotNull();
            one.close();
            one.close();

            assertThat(lifecycle.inFlight()).isEqualTo(1);
        }
        assertThat(lifecycle.inFlight()).isZero();
    }

    @Test
    void timesOutOfRangeAreRefused() {
        Lifecycle.Builder builder = Lifecycle.builder();
        Duration tooLong = Duration.ofHours(1).plusNanos(1);

        assertThatIllegalArgumentException().isThrownBy(() -> builder.drainDelay(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.drainDelay(tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.drainTimeout(Duration.ofNanos(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.drainTimeout(tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.probeTimeout(Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.probeTimeout(tooLong))
                .withMessageContaining("PT1H");
        assertThatIllegalArgumentException().isThrownBy(() -> new Drained(-1, Duration.ZERO));
    }

    private Lifecycle use(Lifecycle lifecycle) {
        self.set(lifecycle);
        return lifecycle;
    }

    private Lifecycle lifecycle() {
        Lifecycle lifecycle = self.get();
        assertThat(lifecycle).isNotNull();
        return lifecycle;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
