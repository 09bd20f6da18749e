package dev.unpin.session;

import dev.unpin.StoreException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls {@link Sessions#sweepExpired} over and over, on a daemon thread of its own. Thread-safe; who starts it closes
 * it. Several instances of a service may each have one: an expired session is given to one of them.
 */
public final class ExpirySweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweeper.class);
    private static final Duration FOR_ONE_HANDLER = Duration.ofSeconds(10);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "unpin-session-expiry");
        made.setDaemon(true);
        return made;
    });

    private ExpirySweeper() {}

    /**
     * Starts to sweep, at once and then again and again. A sweep that fails is logged and followed by the next one.
     *
     * @param sessions what to sweep; made with {@link SessionsBuilder#expiries}
     * @param pause how long to wait between two sweeps: at least a millisecond
     * @param handler is given the id of each session that has expired, on the sweeper's thread
     * @return the sweeper, to be closed
     * @throws IllegalStateException if the sessions keep no account of expiries
     */
    public static ExpirySweeper start(Sessions sessions, Duration pause, Consumer<String> handler) {
        Objects.requireNonNull(handler, "handler");
        if (pause.toMillis() <= 0) {
            throw new IllegalArgumentException("pause is at least a millisecond, not " + pause);
        }
        sessions.requireExpiries();
        ExpirySweeper sweeper = new ExpirySweeper();
        var unused = sweeper.thread.scheduleWithFixedDelay(
                () -> sweep(sessions, handler), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
        return sweeper;
    }

    private static void sweep(Sessions sessions, Consumer<String> handler) {
        try {
            sessions.sweepExpired(handler);
        } catch (StoreException e) {
            LOG.warn("a sweep for expired sessions failed; the next one goes on", e);
        } catch (RuntimeException e) {
            LOG.error("a sweep for expired sessions failed; the next one goes on", e);
        }
    }

    /**
     * Ends the sweeping; interrupts a handler that is at work, and waits up to ten seconds for it. Whatever was not
     * handled is told again, here or on another instance. May be called several times.
     */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(FOR_ONE_HANDLER.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("the handler of expired sessions did not end when it was interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
