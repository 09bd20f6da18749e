package dev.unpin.examples.fleet;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

/** Asks every instance whether it is ready, ten times a second, none of them twice at once. */
final class ReadinessPoll implements AutoCloseable {
    static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HttpClient client;
    private final Routing routing;
    private final Set<Backend> asked = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "readiness-poll");
        thread.setDaemon(true);
        return thread;
    });

    ReadinessPoll(HttpClient client, Routing routing) {
        this.client = client;
        this.routing = routing;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It runs until the clock is shut down.
    void start() {
        clock.scheduleWithFixedDelay(
                () -> routing.backends().forEach(this::ask), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask(Backend backend) {
        if (asked.add(backend)) {
            client.newRequest(backend.uri())
                    .path("/readyz")
                    .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .send(result -> {
                        note(backend, result);
                        asked.remove(backend);
                    });
        }
    }

    private static void note(Backend backend, Result result) {
        if (result.isSucceeded()) {
            backend.answeredCheck(result.getResponse().getStatus() == 200 ? Backend.State.UP : Backend.State.DRAINING);
        } else if (refused(result.getFailure())) {
            backend.refused();
        } else {
            backend.missedCheck();
        }
    }

    /** Tells whether nothing listens there, as opposed to whoever does being slow. */
    static boolean refused(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
