package dev.unpin.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class SingleFlightTest {
    private final SingleFlight flight = new SingleFlight();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void whoCannotRunAloneDoesNotWait() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread other = new Thread(() -> flight.run(Deadline.after(Duration.ofMinutes(1)), () -> {
            begun.countDown();
            await(end);
        }));
        other.start();
        begun.await();

        flight.runAlone(runs::incrementAndGet);

        assertThat(runs).hasValue(0);
        end.countDown();
        other.join();
        flight.runAlone(runs::incrementAndGet);
        assertThat(runs).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
