package dev.unpin.lifecycle;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One running request, which a drain waits for; thread-safe. Made by {@link Lifecycle#enter()}. */
public final class InFlight implements AutoCloseable {
    private final AtomicInteger running;
    private final AtomicBoolean closed = new AtomicBoolean();

    InFlight(AtomicInteger running) {
        this.running = running;
        running.incrementAndGet();
    }

    /** Says that the request has finished, its answer sent; closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            running.decrementAndGet();
        }
    }
}
