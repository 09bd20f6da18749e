package dev.unpin.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Time that passes only by sleeping; what happens meanwhile is scripted. */
final class ManualWaiting implements Waiting {
    private final Consumer<Duration> onSleep;
    private final List<Duration> slept = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;

    /** Calls {@code onSleep} with the time elapsed at the end of each sleep. */
    ManualWaiting(Consumer<Duration> onSleep) {
        this.onSleep = onSleep;
    }

    @Override
    public long nanoTime() {
        return Long.MAX_VALUE - 1_000 + elapsed.toNanos(); // overflows soon, as System.nanoTime may
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        elapsed = elapsed.plus(pause);
        slept.add(pause);
        onSleep.accept(elapsed);
    }

    List<Duration> slept() {
        return List.copyOf(slept);
    }
}
