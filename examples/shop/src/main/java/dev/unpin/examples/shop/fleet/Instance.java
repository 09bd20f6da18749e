package dev.unpin.examples.shop.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.examples.shop.service.ShopService;
import java.io.BufferedReader;
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

/** One instance of the shop: a JVM of its own, started by this one and never outliving it. Thread-safe. */
public final class Instance {
    private static final String PORT = "port=";
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);
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
    private final Path log;
    private final CompletableFuture<Backend> backend;

    private Instance(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.backend = CompletableFuture.supplyAsync(this::readPort, task -> {
            Thread reader = new Thread(task, "start-of-" + name);
            reader.setDaemon(true);
            reader.start();
        });
    }

    /** Starts a JVM, and does not wait for it. */
    static Instance start(String name, String store, Path logs) {
        Path log = logs.resolve("instance-" + name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ShopService.class.getName(), name, store));
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new Instance(name, process, log);
        } catch (IOException e) {
            throw new IllegalStateException("Instance " + name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** Waits until the instance has told where it listens. */
    Backend awaitBackend() {
        try {
            return backend.get(START_DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Instance " + name + " did not start; see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while instance " + name + " was starting", e);
        }
    }

    /** Finds out where the instance listens without waiting; empty if it has not told, or never will. */
    Optional<Backend> knownBackend() {
        return backend.isDone() && !backend.isCompletedExceptionally() ? Optional.of(backend.join()) : Optional.empty();
    }

    /** Tells how the instance is: by its process if that has ended, else by the balancer. */
    Backend.State state() {
        return process.isAlive()
                ? knownBackend().map(Backend::state).orElse(Backend.State.STARTING)
                : Backend.State.DEAD;
    }

    private Backend readPort() {
        try {
            BufferedReader out = process.inputReader(UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(PORT)) {
                    String host = InetAddress.getLoopbackAddress().getHostAddress();
                    return new Backend(name, URI.create("http://" + host + ":" + line.substring(PORT.length())));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Instance " + name + " broke off while starting", e);
        }
        throw new IllegalStateException("Instance " + name + " ended before it listened");
    }

    /** Names the instance, for instance {@code B}. */
    public String name() {
        return name;
    }

    /** Tells where the instance listens, for whoever wants to go past the balancer. */
    public URI uri() {
        return awaitBackend().uri();
    }

    Path log() {
        return log;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** Sends SIGKILL: the process gets no chance to do anything. */
    void kill() {
        process.destroyForcibly();
    }

    /**
     * Sends SIGTERM: the process finishes what runs, and ends. ({@link Process#destroy} would also close its standard
     * input, and so tell it that this JVM is gone.)
     */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Tells whether the process, which has ended, did so because it was asked to. */
    boolean endedAsAsked() {
        return process.exitValue() == ENDED_BY_SIGTERM;
    }

    /**
     * Waits for the end.
     *
     * @return whether it came in time
     */
    boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
