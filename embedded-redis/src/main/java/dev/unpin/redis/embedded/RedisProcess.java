package dev.unpin.redis.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One server process and the guard that keeps it from outliving this JVM.
 *
 * <p>The guard is a shell that reads from a pipe whose only writer is this JVM. However the JVM ends, even by
 * {@code kill -9}, the pipe ends with it; the guard then kills the server and removes the JVM's scratch folder. Neither
 * a shutdown hook (kill -9 skips it) nor a parent-death signal (it follows the thread that forked, so that a pool's
 * thread would take the server with it) does that.
 */
final class RedisProcess {
    /**
     * The watch must not take the end of this one server, after which the JVM closes the pipe, for the end of the JVM:
     * it removes the folder only if it had a server to kill, and it is started before the shell traps the signal that
     * ends it, which a fresh subshell would lose.
     */
    private static final String GUARD = """
            exec 3<&0
            scratch=$1 log=$2
            shift 2
            trap '' INT HUP
            "$@" </dev/null >>"$log" 2>&1 3<&- &
            server=$!
            echo "$server"
            (read -r gone <&3; trap '' TERM; kill -9 "$server" && rm -rf "$scratch") >/dev/null 2>&1 &
            watch=$!
            trap 'kill -9 "$server"' TERM
            wait "$server"
            kill "$watch" 2>/dev/null
            """;

    private static final Duration REAP = Duration.ofSeconds(30);

    private final Process guard;
    private final long pid;
    private volatile boolean paused;

    private RedisProcess(Process guard, long pid) {
        this.guard = guard;
        this.pid = pid;
    }

    static RedisProcess launch(Path log, List<String> command) {
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "redis-guard"));
        guarded.add(Scratch.root().toString());
        guarded.add(log.toString());
        guarded.addAll(command);
        try {
            Process guard = new ProcessBuilder(guarded)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.US_ASCII));
            String pid = out.readLine();
            if (pid == null) {
                throw new EmbeddedRedisException("/bin/sh could not start " + command.get(0));
            }
            return new RedisProcess(guard, Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException("A redis-server cannot be started", e);
        }
    }

    long pid() {
        return pid;
    }

    boolean alive() {
        return guard.isAlive();
    }

    boolean serving() {
        return alive() && !paused;
    }

    /** Kills by SIGKILL and returns when the process is gone; does nothing if it is. */
    void kill() {
        if (alive()) {
            // the handle, not the guard's Process: destroying that would close the pipe and remove the scratch folder
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        try {
            if (!guard.waitFor(REAP.toSeconds(), TimeUnit.SECONDS)) {
                throw new EmbeddedRedisException("Process " + pid + " survives SIGKILL for " + REAP.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("Interrupted while a server was killed", e);
        }
    }

    void pause() {
        paused = true;
        signal("STOP");
        // kill(2) returns before every thread of the target has stopped
        Poll.until("process " + pid + " stops", REAP, this::stillMoving);
    }

    void resume() {
        signal("CONT");
        paused = false;
    }

    private Optional<String> stillMoving() {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) { // macOS
            return Optional.empty();
        }
        try {
            String line = Files.readString(stat);
            char state = line.charAt(line.lastIndexOf(')') + 2);
            return state == 'T' ? Optional.empty() : Optional.of("it is in state " + state);
        } catch (IOException e) {
            return Optional.empty(); // it died meanwhile
        }
    }

    private void signal(String name) {
        if (!alive()) {
            throw new IllegalStateException("The server is not running: start it again with restart()");
        }
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " " + pid)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (kill.waitFor() != 0) {
                throw new EmbeddedRedisException("Signal " + name + " cannot be sent to process " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Signal " + name + " cannot be sent to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedRedisException("Interrupted while a signal was sent", e);
        }
    }
}
