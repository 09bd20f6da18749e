package dev.unpin.examples.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that has been stopped by SIGSTOP, and goes on when this is closed. Repeatable, thread-safe. */
public final class Pause implements AutoCloseable {
    /** Its standard input ends when it is closed here, and when this JVM ends in whatever way. */
    private static final String SCRIPT =
            "trap '' HUP INT TERM; kill -STOP $1 && echo stopped; read nothing; kill -CONT $1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process keeper;

    private Pause(String name, Process keeper) {
        this.name = name;
        this.keeper = keeper;
    }

    static Pause of(String name, long pid) {
        try {
            Process keeper = new ProcessBuilder("sh", "-c", SCRIPT, "pause", Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Pause pause = new Pause(name, keeper);
            if (!"stopped".equals(keeper.inputReader().readLine())) {
                throw new IllegalStateException(name + " cannot be stopped");
            }
            return pause;
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
