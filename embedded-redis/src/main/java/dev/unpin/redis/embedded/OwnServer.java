package dev.unpin.redis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server that we started: its folder, its port, its process and what becomes of them; thread-safe. */
final class OwnServer {
    private static final int ATTEMPTS = 20;
    private static final Duration READY = Duration.ofSeconds(30);
    private static final int LOG_TAIL = 4_000;
    /** What glibc and musl say of a port that is taken, and a shell of an executable still being written. */
    private static final Pattern PASSING = Pattern.compile("Address (already )?in use|Text file busy");

    private final ServerSettings settings;
    private final Path folder;
    private final Path log;
    private final int port;
    private final int busPort;
    private final RedisAddress address;
    private final CommandLine commands;
    private volatile @Nullable RedisProcess process;
    private boolean closed;

    private OwnServer(ServerSettings settings) {
        this.settings = settings;
        this.folder = Scratch.folder();
        this.log = folder.resolve("redis.log");
        this.port = FreePorts.pick();
        this.busPort = settings.role() == ServerSettings.Role.CLUSTER_NODE ? FreePorts.pick() : 0;
        this.address = RedisAddress.local(port, settings.password());
        this.commands = new CommandLine(address);
    }

    static OwnServer start(ServerSettings settings) {
        for (int attempt = 1; ; attempt++) {
            OwnServer server = new OwnServer(settings);
            try {
                write(server.conf(), settings.conf(server.port, server.busPort, server.folder));
                if (server.launch()) {
                    return server;
                }
                if (attempt == ATTEMPTS) {
                    throw server.failed("found " + attempt + " ports taken");
                }
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            server.close();
        }
    }

    RedisAddress address() {
        return address;
    }

    @Nullable
    String password() {
        return settings.password();
    }

    int busPort() {
        return busPort;
    }

    CommandLine commands() {
        return commands;
    }

    boolean serving() {
        RedisProcess current = process;
        return current != null && current.serving();
    }

    synchronized void kill() {
        commands.close();
        RedisProcess current = process;
        if (current != null) {
            current.kill();
            process = null;
        }
    }

    synchronized void pause() {
        running().pause();
    }

    synchronized void resume() {
        running().resume();
    }

    synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("The server on port " + port + " is closed");
        }
        kill();
        Poll.until(
                "port " + port + " is free again",
                READY,
                () -> launch() ? Optional.empty() : Optional.of("another process has it"));
    }

    synchronized void close() {
        closed = true;
        kill();
        Scratch.delete(folder);
    }

    String log() {
        try {
            String text = Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
            return text.substring(Math.max(0, text.length() - LOG_TAIL));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private RedisProcess running() {
        RedisProcess current = process;
        if (current == null) {
            throw new IllegalStateException("The server on port " + port + " is not running: call restart() first");
        }
        return current;
    }

    /** Returns false if another process has the port, or if the fresh executable was still open in a forked child. */
    private boolean launch() {
        write(log, "");
        RedisProcess started = RedisProcess.launch(log, command());
        process = started;
        try {
            Poll.until("the server on port " + port + " is ready", READY, () -> obstacle(started));
        } catch (EmbeddedRedisException e) {
            kill();
            throw failed("did not become ready: " + e.getMessage());
        }
        if (started.alive()) {
            if (!settings.firstCommand().isEmpty()) {
                commands.run(settings.firstCommand().toArray(String[]::new));
            }
            return true;
        }
        process = null;
        String said = log();
        if (PASSING.matcher(said).find()) {
            return false;
        }
        throw failed("stopped at once");
    }

    private Optional<String> obstacle(RedisProcess started) {
        if (!started.alive()) {
            return Optional.empty();
        }
        try {
            // a stranger who has the port would answer, too: only the process id says that it is ours
            boolean ours = commands.text("PING").equals("PONG")
                    && commands.text("INFO", "server").contains("process_id:" + started.pid() + "\r\n");
            return ours ? Optional.empty() : Optional.of("another server answers");
        } catch (EmbeddedRedisException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(RedisBinary.executable().toString());
        command.add(conf().toString());
        if (settings.role() == ServerSettings.Role.SENTINEL) {
            command.add("--sentinel");
        }
        return command;
    }

    private Path conf() {
        return folder.resolve("redis.conf");
    }

    private EmbeddedRedisException failed(String how) {
        return new EmbeddedRedisException("The redis-server for port " + port + " " + how + ". Its log:\n" + log());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder of an embedded Redis cannot be written", e);
        }
    }
}
