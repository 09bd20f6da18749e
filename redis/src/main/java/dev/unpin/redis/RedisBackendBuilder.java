package dev.unpin.redis;

import dev.unpin.StoreObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/**
 * Configures a {@link RedisBackend}; say where the server is by exactly one of {@link #single}, {@link #sentinel},
 * {@link #cluster} and {@link #client}.
 *
 * <p>Not thread-safe. {@link #build} freezes what was set so far.
 */
public final class RedisBackendBuilder {
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final String namespace;
    private @Nullable Target target;
    private @Nullable Credentials credentials;
    private @Nullable Integer database;
    private @Nullable SSLContext tls;
    private String clientName;
    private Duration deadline = Duration.ofSeconds(2);
    private @Nullable Duration attemptTimeout;
    private Duration connectTimeout = Duration.ofMillis(500);
    private int maxConnections = 16;
    private boolean hiddenRetriesAccepted;
    private Supplier<Duration> clockOffset = () -> Duration.ZERO;
    private @Nullable StoreObserver observer;

    RedisBackendBuilder(String namespace) {
        this.namespace = namespace;
        this.clientName = "unpin-" + namespace;
    }

    /**
     * Uses a single server.
     *
     * @param uri {@code redis[s]://[user:password@]host[:port][/database]}; the port is 6379 by default
     * @return this
     * @throws IllegalArgumentException if the URI is malformed
     */
    public RedisBackendBuilder single(String uri) {
        return target(new Target.SingleTarget(NodeUri.parse(uri, 6379)));
    }

    /**
     * Uses the primary of a Sentinel group, wherever it moves.
     *
     * @param masterName the name under which the Sentinels watch the primary
     * @param uris every Sentinel; the port is 26379 by default. Credentials in them are the Sentinels'; those of the
     *     servers behind are set by {@link #credentials}. {@code rediss://} turns on TLS for both.
     * @return this
     * @throws IllegalArgumentException if there is no URI, or one is malformed
     */
    public RedisBackendBuilder sentinel(String masterName, String... uris) {
        Objects.requireNonNull(masterName, "masterName");
        return target(new Target.SentinelTarget(masterName, parse(uris, 26379)));
    }

    /**
     * Uses a Redis Cluster.
     *
     * @param uris one or more nodes to begin with; the others are found. Scheme and credentials must be the same in
     *     all.
     * @return this
     * @throws IllegalArgumentException if there is no URI, one is malformed, or they disagree
     */
    public RedisBackendBuilder cluster(String... uris) {
        return target(new Target.ClusterTarget(parse(uris, 6379)));
    }

    /**
     * Uses a client that you already have, under the weaker promises of {@link RedisBackend#over}; all other settings
     * but {@link #acceptHiddenRetries} are then the client's own and have no effect here.
     *
     * @param jedis the client; closing the backend leaves it open
     * @return this
     */
    public RedisBackendBuilder client(UnifiedJedis jedis) {
        return target(new Target.ClientTarget(Objects.requireNonNull(jedis, "jedis")));
    }

    /**
     * Accepts any {@link #client}, also one that resends commands by itself when an answer is lost, as Jedis' cluster
     * and multi-database clients do. Scripts declared as {@link Repeat#NEVER} may then run twice, unnoticed, and a
     * {@link Repeat#RECOGNISED_WRITE} that builds on too old a version is always unknown.
     *
     * @return this
     */
    public RedisBackendBuilder acceptHiddenRetries() {
        hiddenRetriesAccepted = true;
        return this;
    }

    /**
     * Signs in; replaces credentials in the URI. Default: those of the URI, else none.
     *
     * @param user the name in the server's access list; {@code default} for servers with a password only
     * @param password the password
     * @return this
     */
    public RedisBackendBuilder credentials(String user, String password) {
        credentials =
                new Credentials(Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password"));
        return this;
    }

    /**
     * Chooses a logical database; replaces the URI's. Default 0. A Cluster has no other.
     *
     * @param database 0 or more
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public RedisBackendBuilder database(int database) {
        if (database < 0) {
            throw new IllegalArgumentException("database must be 0 or more, but is " + database);
        }
        this.database = database;
        return this;
    }

    /**
     * Sets what certificates {@code rediss://} trusts and shows. Default: the Java runtime's own context. Host names
     * are always verified.
     *
     * @param context a context with trust and, if needed, key managers
     * @return this
     */
    public RedisBackendBuilder tls(SSLContext context) {
        tls = Objects.requireNonNull(context, "context");
        return this;
    }

    /**
     * Sets the name by which the server lists the connections. Default {@code unpin-<namespace>}.
     *
     * @param clientName 1 to 64 letters, digits, dots, underscores and hyphens
     * @return this
     * @throws IllegalArgumentException if the name is anything else
     */
    public RedisBackendBuilder clientName(String clientName) {
        this.clientName = Names.require("clientName", clientName);
        return this;
    }

    /**
     * Sets by when a call has ended, whatever happens: waiting for a connection, opening one, sending, reading,
     * redirects and further sends included. Default 2 s.
     *
     * @param deadline 50 ms to 10 min
     * @return this
     * @throws IllegalArgumentException if it is outside these bounds
     */
    public RedisBackendBuilder deadline(Duration deadline) {
        this.deadline = bounded("deadline", deadline);
        return this;
    }

    /**
     * Sets how long to wait for one answer before a script that may be repeated is sent again. Default half the
     * deadline; a script that must not be repeated waits for the whole deadline.
     *
     * @param attemptTimeout 50 ms to 10 min; the deadline comes first
     * @return this
     * @throws IllegalArgumentException if it is outside these bounds
     */
    public RedisBackendBuilder attemptTimeout(Duration attemptTimeout) {
        this.attemptTimeout = bounded("attemptTimeout", attemptTimeout);
        return this;
    }

    /**
     * Sets how long to wait for a TCP connection. Default 500 ms.
     *
     * @param connectTimeout 50 ms to 10 min; the deadline comes first
     * @return this
     * @throws IllegalArgumentException if it is outside these bounds
     */
    public RedisBackendBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = bounded("connectTimeout", connectTimeout);
        return this;
    }

    /**
     * Sets how many connections are open to one server at most; further calls wait for one until their deadline.
     * Default 16.
     *
     * @param maxConnections 1 to 10,000, per server
     * @return this
     * @throws IllegalArgumentException if it is outside these bounds
     */
    public RedisBackendBuilder maxConnections(int maxConnections) {
        if (maxConnections < 1 || maxConnections > 10_000) {
            throw new IllegalArgumentException("maxConnections must be 1 to 10000, but is " + maxConnections);
        }
        this.maxConnections = maxConnections;
        return this;
    }

    /**
     * Sets who is told of every call, for metrics; by default nobody, which costs nothing.
     *
     * @param newObserver the observer
     * @return this
     */
    public RedisBackendBuilder observer(StoreObserver newObserver) {
        observer = Objects.requireNonNull(newObserver, "observer");
        return this;
    }

    /**
     * Pretends to scripts that the server's clock is ahead, so that tests let hours pass without sleeping. Unsafe: all
     * instances on one namespace must agree, and Redis' own expiry does not follow.
     *
     * @param offset asked at every call; zero is real time
     * @return this
     */
    public RedisBackendBuilder unsafeClockOffset(Supplier<Duration> offset) {
        clockOffset = Objects.requireNonNull(offset, "offset");
        return this;
    }

    /**
     * Makes the backend; opens no connection.
     *
     * @return a backend that connects when it is first used
     * @throws IllegalStateException if it was not said where the server is
     * @throws IllegalArgumentException if the settings contradict each other, or a client may resend writes by itself
     */
    public RedisBackend build() {
        if (target == null) {
            throw new IllegalStateException("Say where Redis is: call single, sentinel, cluster or client");
        }
        Duration attempt = attemptTimeout != null ? attemptTimeout : deadline.dividedBy(2);
        Settings settings = new Settings(
                credentials,
                database,
                tls,
                clientName,
                deadline,
                attempt,
                connectTimeout,
                maxConnections,
                hiddenRetriesAccepted);
        ScriptRunner runner = target.runner(settings);
        return new RedisBackend(
                namespace, observer == null ? runner : new ObservedRunner(runner, observer), clockOffset);
    }

    private RedisBackendBuilder target(Target chosen) {
        if (target != null) {
            throw new IllegalStateException(
                    "Redis' place was given twice; call one of single, sentinel, cluster, client");
        }
        target = chosen;
        return this;
    }

    private static List<NodeUri> parse(String[] uris, int defaultPort) {
        Objects.requireNonNull(uris, "uris");
        if (uris.length == 0) {
            throw new IllegalArgumentException("uris must be at least one, but are none");
        }
        return Arrays.stream(uris).map(uri -> NodeUri.parse(uri, defaultPort)).toList();
    }

    private static Duration bounded(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be 50 ms to 10 min, but is " + value);
        }
        return value;
    }

    /** Shows where the server is, never credentials. */
    @Override
    public String toString() {
        return "RedisBackendBuilder[" + (target == null ? "no place yet" : target.describe()) + ", namespace "
                + namespace + "]";
    }
}
