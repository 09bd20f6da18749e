package dev.unpin.redis.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on 127.0.0.1 in front of a Redis server that breaks requests and answers on purpose, and counts round trips.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(redis)) {
 *     RedisBackend backend = RedisBackend.connect(proxy.uri().toString(), "shop");
 *     proxy.next(1, Fault.CUT_AFTER_SEND);                      // the next request is done, its answer is lost
 *     proxy.randomly(42, Map.of(Fault.CUT_AFTER_SEND, 0.1));    // from now on one in ten
 *     proxy.refuse();                                           // nobody listens
 *     proxy.pass();                                             // all is well again
 * }
 * }</pre>
 *
 * <p>What is set applies to connections that exist and to those to come, from their next request on; only
 * {@link #refuse()}, {@link #cutConnections()} and {@code always(Fault.BLACK_HOLE)} act at once. A request is what a
 * client sends before it waits: a pipeline is one request. Scripted and random faults leave alone the requests that
 * begin with HELLO, AUTH, CLIENT, SELECT or READONLY, with which a pool opens a connection when it pleases;
 * {@link #always} does not.
 *
 * <p>A cluster's nodes tell clients their own addresses: put one proxy before each node, and map the addresses in the
 * client (in Jedis by {@code hostAndPortMapper}).
 *
 * <p>Instances are thread-safe. For tests only: nothing is encrypted, and anybody on this machine may connect.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 512;
    private static final int BIND_ATTEMPTS = 200;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final FaultPlan plan = new FaultPlan();
    private final ProxyCounts counts = new ProxyCounts();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong serial = new AtomicLong();
    private final InetSocketAddress target;
    private final URI uri;

    /** The open door, or null while connections are refused; guarded by this. */
    private @Nullable ServerSocket door;

    private boolean closed;

    private FaultProxy(String host, int port, @Nullable String userInfo, @Nullable String path) {
        this.target = InetSocketAddress.createUnresolved(Objects.requireNonNull(host, "host"), port);
        this.door = open(0);
        try {
            this.uri = new URI("redis", userInfo, "127.0.0.1", door.getLocalPort(), path, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The server's URI cannot be carried over"); // it may hold a password
        }
        listen(door);
    }

    /**
     * Opens a proxy to any server, which need not run yet.
     *
     * @param host the server's host
     * @param port the server's port, 1 to 65535
     * @return a proxy that lets everything pass
     * @throws IllegalArgumentException if the port is out of range
     */
    public static FaultProxy to(String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("A port must be between 1 and 65535, but is " + port);
        }
        return new FaultProxy(host, port, null, null);
    }

    /**
     * Opens a proxy to an embedded or running server; {@link #uri()} keeps its password and database.
     *
     * @param server the server
     * @return a proxy that lets everything pass
     */
    public static FaultProxy to(EmbeddedRedis server) {
        URI uri = Objects.requireNonNull(server, "server").uri();
        return new FaultProxy(server.host(), server.port(), uri.getUserInfo(), uri.getPath());
    }

    /**
     * Returns the port on 127.0.0.1 where clients connect.
     *
     * @return a port that stays the same for the proxy's life
     */
    public int port() {
        return uri.getPort();
    }

    /**
     * Returns the address for a client.
     *
     * @return {@code redis://127.0.0.1:port}, with the password and database of the server given to
     *     {@link #to(EmbeddedRedis)}
     */
    public URI uri() {
        return uri;
    }

    /** Lets everything pass again: ends every standing, random and scripted fault and listens again. */
    public void pass() {
        plan.pass();
        listenAgain();
    }

    /**
     * Does the same to every request from now on, handshakes included, and listens again after {@link #refuse()}.
     *
     * @param fault what to do
     */
    public void always(Fault fault) {
        plan.always(Objects.requireNonNull(fault, "fault"));
        listenAgain();
    }

    /**
     * Does something to the next requests, on whatever connections; after what was scripted before, and before what
     * {@link #always} or {@link #randomly} say about the rest.
     *
     * @param requests how many, at least 1
     * @param fault what to do to each
     * @throws IllegalArgumentException if {@code requests} is not positive
     */
    public void next(int requests, Fault fault) {
        if (requests < 1) {
            throw new IllegalArgumentException("requests must be at least 1, but is " + requests);
        }
        plan.next(requests, Objects.requireNonNull(fault, "fault"));
    }

    /**
     * Throws dice for each request from now on, and listens again after {@link #refuse()}. The n-th request, over all
     * connections, meets the same fault whenever the seed and the probabilities are the same.
     *
     * @param seed where the dice start
     * @param probabilities how likely each fault is, 0 to 1, together at most 1; the rest passes
     * @throws IllegalArgumentException if a probability or their sum is out of range
     */
    public void randomly(long seed, Map<Fault, Double> probabilities) {
        double sum =
                probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(sum <= 1 + 1e-9) || probabilities.values().stream().anyMatch(p -> !(p >= 0))) {
            throw new IllegalArgumentException(
                    "Probabilities must be between 0 and 1, together at most 1, but are " + probabilities);
        }
        plan.randomly(seed, Map.copyOf(probabilities));
        listenAgain();
    }

    /** Refuses new connections, as a dead server does, and resets all there are; until another rule is set. */
    public synchronized void refuse() {
        ServerSocket open = door;
        door = null;
        if (open != null) {
            close(open);
        }
        cutConnections();
    }

    /** Resets all connections there are, now, whether idle or in the middle of a request. */
    public void cutConnections() {
        connections.forEach(ProxyConnection::cut);
    }

    /**
     * Returns how often clients waited for the server: each request counts once, however many commands it holds and
     * however it fares, and so do the handshakes of new connections (Jedis with RESP3 sends up to three).
     *
     * <p>It is exact for clients that write a pipeline in one go. A pipeline so long that the server answers its
     * beginning before its end is sent counts again for each part that happens to start at a command's start.
     *
     * @return requests since {@link #resetCounts()}
     */
    public long roundTrips() {
        return counts.roundTrips();
    }

    /**
     * Returns how many connections were accepted.
     *
     * @return connections since {@link #resetCounts()}
     */
    public long connections() {
        return counts.connections();
    }

    /**
     * Returns how many bytes clients sent, forwarded or not.
     *
     * @return bytes since {@link #resetCounts()}
     */
    public long bytesSent() {
        return counts.bytesSent();
    }

    /**
     * Returns how many bytes the server answered, forwarded or not.
     *
     * @return bytes since {@link #resetCounts()}
     */
    public long bytesReceived() {
        return counts.bytesReceived();
    }

    /**
     * Returns how often a fault was done; those to answers count when the answer comes.
     *
     * @param fault which one; {@link Fault#PASS} is never counted
     * @return times since {@link #resetCounts()}
     */
    public long count(Fault fault) {
        return counts.count(Objects.requireNonNull(fault, "fault"));
    }

    /** Sets all counts to zero. */
    public void resetCounts() {
        counts.reset();
    }

    /** Closes the proxy and its connections, and waits up to 5 s until its threads have ended. Repeatable. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            ServerSocket open = door;
            door = null;
            if (open != null) {
                close(open);
            }
        }
        connections.forEach(ProxyConnection::close);
        long deadline = System.nanoTime() + CLOSE.toNanos();
        try {
            for (ProxyConnection connection : connections) {
                connection.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void listenAgain() {
        if (closed) {
            throw new IllegalStateException("The proxy on port " + port() + " is closed");
        }
        if (door == null) {
            ServerSocket opened = open(port());
            door = opened;
            listen(opened);
        }
    }

    private void listen(ServerSocket socket) {
        Thread thread = new Thread(() -> acceptFrom(socket), "fault-proxy-" + port() + "-accept");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                admit(socket.accept(), socket);
            } catch (IOException e) {
                // the door was closed, or a client left while it stood there
            }
        }
    }

    private synchronized void admit(Socket client, ServerSocket entrance) {
        ProxyConnection connection = new ProxyConnection(client, plan, counts, connections::remove);
        if (entrance.isClosed()) {
            connection.cut(); // it came in while the door was being closed
            return;
        }
        counts.connection();
        connections.add(connection);
        connection.start(target, "fault-proxy-" + port() + "-" + serial.incrementAndGet());
    }

    /** Opens the given port, or any free one for 0. */
    private static ServerSocket open(int port) {
        for (int attempt = 1; ; attempt++) {
            try {
                ServerSocket socket = new ServerSocket();
                socket.setReuseAddress(true); // connections of before may linger in TIME_WAIT
                socket.bind(new InetSocketAddress(FreePorts.loopback(), port == 0 ? FreePorts.pick() : port), BACKLOG);
                return socket;
            } catch (IOException e) {
                if (attempt == BIND_ATTEMPTS) {
                    throw new UncheckedIOException("A proxy cannot listen on 127.0.0.1", e);
                }
                Poll.pause();
            }
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing left to give back
        }
    }

    /**
     * Returns where the proxy listens and where it leads.
     *
     * @return for instance {@code proxy at 127.0.0.1:20002 to 127.0.0.1:20001}
     */
    @Override
    public String toString() {
        return "proxy at 127.0.0.1:" + port() + " to " + target.getHostString() + ":" + target.getPort();
    }
}
