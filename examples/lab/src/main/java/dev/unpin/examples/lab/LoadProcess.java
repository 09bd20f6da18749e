package dev.unpin.examples.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unpin.examples.fleet.ChildProcess;
import dev.unpin.examples.lab.load.Kind;
import dev.unpin.examples.lab.load.LoadMain;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The load's process, seen from the controller. For one thread. */
final class LoadProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChildProcess process;
    private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

    /**
     * Starts the process.
     *
     * @param news is told what happens, by one thread
     */
    LoadProcess(URI target, long seed, int users, Path logs, Consumer<ObjectNode> news) {
        List<String> args = List.of(target.toString(), Long.toString(seed), Integer.toString(users));
        process = ChildProcess.start("load", LoadMain.class, args, logs, line -> {
            if (line.startsWith("{")) {
                news.accept(read(line));
            } else {
                done.add(line);
            }
        });
    }

    private static ObjectNode read(String line) {
        try {
            return JSON.readValue(line, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The load has printed what is no JSON", e);
        }
    }

    /** Begins a phase. */
    void phase(Phase phase, double rate) throws InterruptedException {
        ask("phase " + phase.id() + " " + rate);
    }

    /** Has the fault begin now, by the clock of the load, and returns before it does. */
    void mark() throws InterruptedException {
        ask("mark");
    }

    /** Has the first users do something, and waits until it has been answered. */
    void call(Kind kind, int users) throws InterruptedException {
        ask("call " + kind + " " + users);
    }

    /** Offers nothing more, and waits until everything has been answered. */
    void settle() throws InterruptedException {
        ask("settle");
    }

    private void ask(String command) throws InterruptedException {
        process.send(command);
        if (done.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("The load does not " + command + "; see " + process.log());
        }
    }

    @Override
    public void close() {
        process.kill();
        process.awaitEnd(PATIENCE);
    }
}
