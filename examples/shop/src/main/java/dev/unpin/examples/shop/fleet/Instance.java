package dev.unpin.examples.shop.fleet;

import dev.unpin.examples.fleet.Backend;
import dev.unpin.examples.fleet.ChildProcess;
import dev.unpin.examples.fleet.Pause;
import dev.unpin.examples.shop.service.ShopService;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One instance of the shop: a JVM of its own, started by this one and never outliving it. Thread-safe. */
public final class Instance {
    private final String name;
    private final ChildProcess process;
    private final Said said;
    private @Nullable Backend backend;

    private Instance(String name, ChildProcess process, Said said) {
        this.name = name;
        this.process = process;
        this.said = said;
    }

    /** Starts a JVM, and does not wait for it. */
    static Instance start(String name, List<String> surroundings, Path logs) {
        List<String> args = new ArrayList<>(surroundings);
        args.add(0, name);
        Said said = new Said("Instance " + name);
        return new Instance(
                name, ChildProcess.start("instance-" + name, ShopService.class, args, logs, said::add), said);
    }

    /** Waits until the instance has told where it listens. */
    Backend awaitBackend() {
        return backend(process.awaitUri());
    }

    /** Finds out where the instance listens without waiting; empty if it has not told, or never will. */
    Optional<Backend> knownBackend() {
        return process.knownUri().map(this::backend);
    }

    /** Makes the backend once: the balancer notes in it what it sees. */
    private synchronized Backend backend(URI uri) {
        Backend made = backend;
        if (made == null) {
            made = new Backend(name, uri);
            backend = made;
        }
        return made;
    }

    /** Tells how the instance is: by its process if that has ended, else by the balancer. */
    Backend.State state() {
        return process.alive() ? knownBackend().map(Backend::state).orElse(Backend.State.STARTING) : Backend.State.DEAD;
    }

    /** Names the instance, for instance {@code B}. */
    public String name() {
        return name;
    }

    /** Tells where the instance listens, for whoever wants to go past the balancer. */
    public URI uri() {
        return process.awaitUri();
    }

    /** Says a line to the instance, past the balancer and its customers. */
    public void send(String line) {
        process.send(line);
    }

    /**
     * Waits until the instance says something that begins so, unless it has already.
     *
     * @return the last such line
     * @throws IllegalStateException if it does not
     */
    public String await(String beginning) {
        return said.await(beginning);
    }

    /** Stops the instance by SIGSTOP until the pause is closed. */
    public Pause pause() {
        return process.pause();
    }

    Path log() {
        return process.log();
    }

    boolean alive() {
        return process.alive();
    }

    void kill() {
        process.kill();
    }

    void terminate() {
        process.terminate();
    }

    boolean endedAsAsked() {
        return process.endedAsAsked();
    }

    boolean awaitEnd(Duration patience) {
        return process.awaitEnd(patience);
    }
}
