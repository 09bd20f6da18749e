package dev.unpin.examples.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that has been stopped by SIGSTOP, and goes on when this is closed. Repeatable, thread-safe. */
public final class Pause implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process keeper;

    private Pause(String name, Process keeper) {
        this.name = name;
        this.keeper = keeper;
    }

    /**
     * Stops a process until the pause is closed, or this JVM ends in whatever way: then the input that is read ends.
     */
    static Pause of(String name, long pid) {
        return new Pause(name, stop(name, pid, "read nothing"));
    }

    /** Stops a process for a while. */
    static void lasting(String name, long pid, Duration time) {
        long millis = time.toMillis();
        var unused = stop(name, pid, "sleep %d.%03d".formatted(millis / 1000, millis % 1000));
    }

    /** By a process of its own, since a stopped child would not notice that this JVM is gone. */
    private static Process stop(String name, long pid, String wait) {
        String script = "trap '' HUP INT TERM; kill -STOP $1 && echo stopped; " + wait + "; kill -CONT $1";
        try {
            Process keeper = new ProcessBuilder("sh", "-c", script, "pause", Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!"stopped".equals(keeper.inputReader().readLine())) {
                throw new IllegalStateException(name + " cannot be stopped");
            }
            return keeper;
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be stopped: " + e.getMessage(), e);
        }
    }

    /** Lets the process go on by SIGCONT. */
    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            if (!keeper.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " does not go on");
            }
        } catch (IOException e) {
            throw new IllegalStateException(name + " does not go on: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
