package dev.unpin.redis.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server on 127.0.0.1 for tests and demos, ready when {@code start} returns.
 *
 * <pre>{@code
 * try (EmbeddedRedis redis = EmbeddedRedis.startOwn()) {
 *     RedisBackend backend = RedisBackend.connect(redis.uri().toString(), "shop");
 *     redis.pause();      // silent, as if its machine hung
 *     redis.resume();
 *     redis.restart();    // kill -9, then empty on the same port
 * }
 * }</pre>
 *
 * <p>The server keeps nothing on disk unless {@link Builder#persistent()} was asked for, and dies with this JVM however
 * that ends, also by {@code kill -9}. It is Redis 7.0.15 from the jar {@code org.signal:embedded-redis}; the
 * environment variable {@code UNPIN_REDIS_SERVER} names the executable of another Redis or Valkey to use instead.
 *
 * <p><strong>A running server instead.</strong> If the environment variable {@code UNPIN_REDIS} is set, for instance to
 * {@code redis://127.0.0.1:6379}, then {@link #start()} answers a handle to that server: what is there stays there,
 * {@link #close()} leaves it running, and methods that would hurt it ({@link #kill()}, {@link #pause()},
 * {@link #resume()}, {@link #restart()}) throw {@link UnsupportedOperationException}. Others may use it at the same
 * time, so tests keep to a namespace of their own. Tests that need such faults call {@link #startOwn()}, or
 * {@link #builder()}, which never look at the variable.
 *
 * <p><strong>Never for production.</strong> The bundled server has known, unfixed Lua sandbox vulnerabilities. It runs
 * on Linux (amd64, arm64, 386) and macOS (amd64, arm64), not on Windows.
 *
 * <p>Instances are thread-safe.
 */
public final class EmbeddedRedis implements AutoCloseable {
    static final String VARIABLE = "UNPIN_REDIS";

    private static final Duration LINKED = Duration.ofSeconds(30);

    private final RedisAddress address;
    private final CommandLine commands;
    private final @Nullable OwnServer own;

    private EmbeddedRedis(RedisAddress address, CommandLine commands, @Nullable OwnServer own) {
        this.address = address;
        this.commands = commands;
        this.own = own;
    }

    /**
     * Starts a server, or answers a handle to the one that {@code UNPIN_REDIS} names.
     *
     * @return a server that answers
     * @throws EmbeddedRedisException if no server can be started here, or the named one does not answer
     * @throws IllegalArgumentException if {@code UNPIN_REDIS} is not a {@code redis://} URI
     */
    public static EmbeddedRedis start() {
        return start(System.getenv(VARIABLE));
    }

    static EmbeddedRedis start(@Nullable String named) {
        return named == null || named.isBlank() ? startOwn() : running(RedisAddress.parse(named));
    }

    /**
     * Starts a server of our own, whatever {@code UNPIN_REDIS} says.
     *
     * @return a server that answers and may be killed
     * @throws EmbeddedRedisException if no server can be started here
     */
    public static EmbeddedRedis startOwn() {
        return builder().start();
    }

    /**
     * Prepares a server of our own with other settings.
     *
     * @return a builder with the defaults: no password, no memory limit, nothing on disk
     */
    public static Builder builder() {
        return new Builder();
    }

    private static EmbeddedRedis running(RedisAddress address) {
        CommandLine commands = new CommandLine(address);
        try {
            commands.run("PING");
        } catch (EmbeddedRedisException e) {
            throw new EmbeddedRedisException(
                    VARIABLE + " names " + address + ", where no Redis lets us in: " + e.getMessage(), e);
        }
        return new EmbeddedRedis(address, commands, null);
    }

    static EmbeddedRedis own(ServerSettings settings) {
        OwnServer server = OwnServer.start(settings);
        return new EmbeddedRedis(server.address(), server.commands(), server);
    }

    /**
     * Tells whether the server is our own, so that it may be killed, paused and restarted.
     *
     * @return false for the running server that {@code UNPIN_REDIS} names
     */
    public boolean isOwn() {
        return own != null;
    }

    /**
     * Returns the host that the server listens on.
     *
     * @return 127.0.0.1, or the host in {@code UNPIN_REDIS}
     */
    public String host() {
        return address.host();
    }

    /**
     * Returns the port that the server listens on; it stays the same over {@link #restart()}.
     *
     * @return a port between 1 and 65535
     */
    public int port() {
        return address.port();
    }

    /**
     * Returns the address for a client.
     *
     * @return {@code redis://127.0.0.1:port}, with {@code :password@} if the server wants one
     */
    public URI uri() {
        return address.uri();
    }

    /**
     * Runs any command on a connection of our own and returns the server's answer; for looking at what a test left
     * behind, for instance {@code command("INFO", "commandstats")} or {@code command("PTTL", key)}.
     *
     * @param words the command's name and arguments
     * @return a String, a Long, a List of such, or null if the server answers nil
     * @throws EmbeddedRedisException if the server answers with an error, which is then the message, or not within 10 s
     * @throws IllegalArgumentException if no word is given
     */
    public @Nullable Object command(String... words) {
        return commands.run(words);
    }

    /**
     * Runs any command as {@link #command} does and returns the answer as text, never null.
     *
     * @param words the command's name and arguments
     * @return the answer; a list in brackets, nil as {@code (nil)}
     * @throws EmbeddedRedisException if the server answers with an error, which is then the message, or not within 10 s
     * @throws IllegalArgumentException if no word is given
     */
    public String text(String... words) {
        return commands.text(words);
    }

    /** Forgets every cached script, so that the next EVALSHA is answered by NOSCRIPT, as after a failover. */
    public void flushScripts() {
        commands.run("SCRIPT", "FLUSH");
    }

    /**
     * Kills the server by SIGKILL and returns when it is gone; does nothing if it is already.
     *
     * @throws UnsupportedOperationException if the server is not our own
     */
    public void kill() {
        own("kill").kill();
    }

    /**
     * Stops the server's process by SIGSTOP: connections stay open and nothing is answered.
     *
     * @throws IllegalStateException if the server was killed
     * @throws UnsupportedOperationException if the server is not our own
     */
    public void pause() {
        own("pause").pause();
    }

    /**
     * Lets a paused server go on by SIGCONT: it then does what it was sent meanwhile.
     *
     * @throws IllegalStateException if the server was killed
     * @throws UnsupportedOperationException if the server is not our own
     */
    public void resume() {
        own("resume").resume();
    }

    /**
     * Kills the server if it runs, and starts it again on the same port: empty, without cached scripts, and with its
     * data only if it is {@linkplain Builder#persistent() persistent}.
     *
     * @throws EmbeddedRedisException if it does not start again
     * @throws IllegalStateException if this handle is closed
     * @throws UnsupportedOperationException if the server is not our own
     */
    public void restart() {
        own("restart").restart();
    }

    /**
     * Returns the end of the server's log, at most 4,000 characters, since its last start.
     *
     * @return the log's end, or a note if the server is not our own
     */
    public String log() {
        return own == null ? "(the log of " + address + " is its owner's)" : own.log();
    }

    /** Kills the server and removes its files if it is our own; else only closes our connection to it. Repeatable. */
    @Override
    public void close() {
        if (own == null) {
            commands.close();
        } else {
            own.close();
        }
    }

    /** Tells whether the process is alive and not paused, as far as we had a hand in it. */
    boolean serving() {
        return own == null || own.serving();
    }

    int busPort() {
        return own("cluster").busPort();
    }

    private OwnServer own(String what) {
        if (own == null) {
            throw new UnsupportedOperationException(what + "() is refused: " + VARIABLE + " names " + address
                    + ", which may have other users. Use EmbeddedRedis.startOwn() where a test breaks its server.");
        }
        return own;
    }

    /**
     * Returns where the server listens, without its password.
     *
     * @return for instance {@code redis-server at 127.0.0.1:20001}
     */
    @Override
    public String toString() {
        return "redis-server at " + address;
    }

    /** Settings of a server of our own; not thread-safe, and reusable for several servers. */
    public static final class Builder {
        private ServerSettings settings = ServerSettings.of(ServerSettings.Role.SERVER);
        private boolean replica;

        private Builder() {}

        /**
         * Limits the server's memory; beyond it, writes are refused with OOM, unless {@code maxmemory-policy} is set.
         *
         * @param bytes at least 1; an empty server takes about 1 MiB
         * @return this
         * @throws IllegalArgumentException if {@code bytes} is not positive
         */
        public Builder maxMemory(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxMemory must be at least 1 byte, but is " + bytes);
            }
            return setting("maxmemory", Long.toString(bytes));
        }

        /**
         * Lets nobody in without a password; {@link EmbeddedRedis#uri()} holds it.
         *
         * @param password any text that is not empty
         * @return this
         * @throws IllegalArgumentException if it is empty
         */
        public Builder password(String password) {
            if (Objects.requireNonNull(password, "password").isEmpty()) {
                throw new IllegalArgumentException("The password must not be empty");
            }
            settings = settings.withPassword(password);
            return this;
        }

        /**
         * Keeps the data over {@link #restart()}: every write is in the append-only file before it is answered.
         *
         * @return this
         */
        public Builder persistent() {
            return setting("appendonly", "yes").setting("appendfsync", "always");
        }

        /**
         * Copies another server, and waits in {@link #start()} until the first copy is complete.
         *
         * @param master a server of our own that runs
         * @return this
         */
        public Builder replicaOf(EmbeddedRedis master) {
            String password =
                    Objects.requireNonNull(master, "master").own("replicaOf").password();
            settings = settings.with("replicaof", master.host(), Integer.toString(master.port()));
            if (password != null) {
                settings = settings.with("masterauth", password);
            }
            replica = true;
            return this;
        }

        /**
         * Sets anything else that {@code redis.conf} knows, for instance {@code setting("notify-keyspace-events",
         * "Ex")}. It is not for ports, folders, logs and the password, which are ours.
         *
         * @param name a lower-case name
         * @param values its values, quoted as needed
         * @return this
         * @throws IllegalArgumentException if the name is one of ours or none at all
         */
        public Builder setting(String name, String... values) {
            settings = settings.with(name, values);
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that answers
         * @throws EmbeddedRedisException with the end of the server's log if it does not start or, as a replica, does
         *     not get its copy within 30 s
         */
        public EmbeddedRedis start() {
            EmbeddedRedis server = own(settings);
            if (replica) {
                try {
                    Poll.until(server + " has its copy", LINKED, server::linkObstacle);
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
            }
            return server;
        }
    }

    /** Tells what keeps this replica from being in step with its master. */
    Optional<String> linkObstacle() {
        return text("INFO", "replication").contains("master_link_status:up")
                ? Optional.empty()
                : Optional.of("the link to its master is down. Its log:\n" + log());
    }
}
