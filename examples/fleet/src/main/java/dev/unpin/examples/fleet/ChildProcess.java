package dev.unpin.examples.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A JVM started by this one that never outlives it, if its main class {@linkplain Parent#obey obeys}. It tells in a
 * line {@code port=<number>} where on loopback it listens. Thread-safe.
 */
public final class ChildProcess {
    private static final String PORT = "port=";
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Duration START_DEADLINE = Duration.ofMinutes(3);
    private static final List<String> JVM_OPTIONS = List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            // Without it, JDK 17's server answers each request 40 ms late (Nagle's algorithm, delayed
            // acknowledgements).
            "-Dsun.net.httpserver.nodelay=true",
            // As many as the balancer may keep open.
            "-Dsun.net.httpserver.maxIdleConnections=512",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");

    private final String name;
    private final Process process;
    private final BufferedWriter in;
    private final Path log;
    private final CompletableFuture<URI> uri = new CompletableFuture<>();

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.in = process.outputWriter(UTF_8);
        this.log = log;
    }

    /**
     * Starts a JVM with this one's class path, and does not wait for it.
     *
     * @param name for messages and the log's name
     * @param main its main class
     * @param args what {@code main} gets
     * @param logs the folder for its log, which is what it writes to its standard error
     * @param lines is told every other line that it prints, by one thread
     * @throws IllegalStateException if there is no starting it
     */
    public static ChildProcess start(String name, Class<?> main, List<String> args, Path logs, Consumer<String> lines) {
        Path log = logs.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        } catch (IOException e) {
            throw new IllegalStateException(name + " cannot be started: " + e.getMessage(), e);
        }
        ChildProcess child = new ChildProcess(name, process, log);
        Thread reader = new Thread(() -> child.read(lines), "output-of-" + name);
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private void read(Consumer<String> lines) {
        try {
            BufferedReader out = process.inputReader(UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(PORT)) {
                    String host = InetAddress.getLoopbackAddress().getHostAddress();
                    uri.complete(URI.create("http://" + host + ":" + line.substring(PORT.length())));
                } else {
                    lines.accept(line);
                }
            }
        } catch (IOException e) {
            // It is gone, as if it had said no more.
        }
        uri.completeExceptionally(new IllegalStateException(name + " ended before it listened"));
    }

    /** Says one line to the child. A child that is gone misses it. */
    public void send(String line) {
        synchronized (in) {
            try {
                in.write(line);
                in.newLine();
                in.flush();
            } catch (IOException e) {
                // Whoever waits for its answer sees that it is gone.
            }
        }
    }

    /**
     * Waits until the child has told where it listens.
     *
     * @throws IllegalStateException if it does not; the message names its log
     */
    public URI awaitUri() {
        try {
            return uri.get(START_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + " did not start; see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + name + " was starting", e);
        }
    }

    /** Finds out where the child listens without waiting; empty if it has not told, or never will. */
    public Optional<URI> knownUri() {
        return uri.isDone() && !uri.isCompletedExceptionally() ? Optional.of(uri.join()) : Optional.empty();
    }

    /** Names the child. */
    public String name() {
        return name;
    }

    /** Tells where the child's log is. */
    public Path log() {
        return log;
    }

    /** Tells whether the process has not ended. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Sends SIGKILL: the process gets no chance to do anything. */
    public void kill() {
        process.destroyForcibly();
    }

    /**
     * Sends SIGTERM: the process finishes what runs, and ends. ({@link Process#destroy} would also close its standard
     * input, and so tell it that this JVM is gone.)
     */
    public void terminate() {
        process.toHandle().destroy();
    }

    /**
     * Stops the process by SIGSTOP, as if its machine hung, and lets it go on after a while, also when this JVM is
     * gone.
     *
     * @throws IllegalStateException if it cannot be stopped
     */
    public void pauseFor(Duration time) {
        Pause.lasting(name, process.pid(), time);
    }

    /**
     * Stops the process by SIGSTOP until the pause is closed or this JVM is gone, even if by SIGKILL.
     *
     * @throws IllegalStateException if it cannot be stopped
     */
    public Pause pause() {
        return Pause.of(name, process.pid());
    }

    /** Tells whether the process, which has ended, did so because it was asked to. */
    public boolean endedAsAsked() {
        return process.exitValue() == ENDED_BY_SIGTERM;
    }

    /**
     * Waits for the end.
     *
     * @return whether it came in time
     */
    public boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
