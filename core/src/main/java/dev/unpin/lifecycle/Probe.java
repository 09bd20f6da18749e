package dev.unpin.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing that readiness asks about. At most one run is under way, whoever asks and however often: those who come
 * meanwhile share it, and a run that hangs costs one thread and nobody's time.
 */
final class Probe {
    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);

    private final String name;
    private final Runnable check;
    private final Duration timeout;
    private final Executor executor;
    private final AtomicBoolean wasUp = new AtomicBoolean(true);
    private @Nullable Run latest;

    Probe(String name, Runnable check, Duration timeout, Executor executor) {
        this.name = name;
        this.check = check;
        this.timeout = timeout;
        this.executor = executor;
    }

    String name() {
        return name;
    }

    /** Joins the run under way, or starts one. */
    Run start() {
        Run mine;
        synchronized (this) {
            if (latest != null && !latest.outcome.isDone()) {
                return latest;
            }
            mine = new Run();
            latest = mine;
        }
        mine.execute();
        return mine;
    }

    /** One run of the check, shared by all who asked while it lasts. */
    final class Run {
        private final CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
        private final long startedNanos = System.nanoTime();

        private void execute() {
            try {
                executor.execute(() -> {
                    try {
                        check.run();
                        outcome.complete(null);
                    } catch (RuntimeException | Error e) {
                        outcome.completeExceptionally(e);
                    }
                });
            } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e); // no thread to be had: down, and the next one who asks tries again
            }
        }

        /** Waits until the run has ended, or has had its time since its start. */
        boolean up() {
            long left = timeout.toNanos() - (System.nanoTime() - startedNanos);
            try {
                outcome.get(Math.max(0, left), TimeUnit.NANOSECONDS);
                report(true, null);
                return true;
            } catch (ExecutionException e) {
                report(false, e.getCause());
            } catch (TimeoutException e) {
                report(false, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }

    private void report(boolean up, @Nullable Throwable cause) {
        if (!wasUp.compareAndSet(!up, up)) {
            return;
        }
        if (up) {
            LOG.info("Readiness probe {} is up again", name);
        } else if (cause instanceof TimeoutException) {
            LOG.warn("Readiness probe {} is down: it did not end within {}", name, timeout);
        } else {
            LOG.warn("Readiness probe {} is down", name, cause);
        }
    }
}
