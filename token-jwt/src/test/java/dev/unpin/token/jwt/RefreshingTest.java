package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefreshingTest {
    private static final Refreshing.Timing TIMING = new Refreshing.Timing(
            Duration.ofHours(1), Duration.ofHours(2), Duration.ofSeconds(10), Duration.ofSeconds(20));

    private final ManualClock clock = new ManualClock(Forge.NOW);

    @Test
    void whatWasReadEarlierNeverReplacesWhatIsKnownSince() throws InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Refreshing.Source<String> source = () -> {
            if (reads.incrementAndGet() == 1) {
                return "first";
            }
            reading.countDown();
            go.await();
            return "with the key that was removed meanwhile";
        };
        try (Refreshing<String> refreshing = new Refreshing<>("value", source, TIMING, clock::nanos)) {
            refreshing.start();
            assertThat(refreshing.value()).isEqualTo("first");
            Thread late = new Thread(refreshing::refresh);
            late.start();
            reading.await();
            clock.advance(Duration.ofMillis(1));

            refreshing.accept("without the removed key");
            go.countDown();
            late.join();

            assertThat(refreshing.value()).isEqualTo("without the removed key");
        }
    }

    @Test
    void whatWasReadSinceTheLookIsNotReadAgain() {
        AtomicInteger reads = new AtomicInteger();
        try (Refreshing<Integer> refreshing = new Refreshing<>("value", reads::incrementAndGet, TIMING, clock::nanos)) {
            refreshing.start();
            assertThat(refreshing.value()).isOne();

            Integer found = refreshing.value(first -> {
                clock.advance(TIMING.pause().plusMillis(1));
                refreshing.refresh(); // as another thread might
                return false;
            });

            assertThat(found).isEqualTo(2);
            assertThat(reads).hasValue(2);
        }
    }

    @Test
    void theScheduleGoesOnAfterFailures() {
        AtomicInteger reads = new AtomicInteger();
        Refreshing.Source<Integer> source = () -> {
            int read = reads.incrementAndGet();
            if (read % 2 == 0) {
                throw new IllegalStateException("every second reading fails");
            }
            return read;
        };
        Refreshing.Timing fast = new Refreshing.Timing(
                Duration.ofMillis(5), Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(20));
        try (Refreshing<Integer> refreshing = new Refreshing<>("value", source, fast, clock::nanos)) {
            refreshing.start();

            await().until(() -> reads.get() > 10);

            assertThat(refreshing.value()).isGreaterThan(1);
        }
    }
}
