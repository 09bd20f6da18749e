package dev.unpin.web.jdk;

import com.sun.net.httpserver.HttpServer;
import dev.unpin.lifecycle.Drained;
import dev.unpin.lifecycle.Lifecycle;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a server without dropping a request. */
public final class GracefulShutdown {
    private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);

    /** Longer than any drain; seconds, and small enough for the server to multiply by 1000. */
    private static final int LONGER_THAN_A_DRAIN = 7200;

    private GracefulShutdown() {}

    /**
     * Drains and stops a server: readiness goes down, requests are served until the drain delay is over, then the
     * server refuses new connections, finishes what runs, and is stopped. What still runs after the drain timeout is
     * cut.
     *
     * <p>Only requests of contexts with a {@link LifecycleFilter} are waited for. Returns at the end; of several calls
     * one drains, and the others return what it returned.
     *
     * @param server a started server
     * @param lifecycle the one that its filters and {@link Health} use
     * @return how many requests were cut, and how long all took
     */
    public static Drained drain(HttpServer server, Lifecycle lifecycle) {
        Objects.requireNonNull(server, "server");
        try {
            return lifecycle.drain(() -> stopAccepting(server));
        } finally {
            server.stop(0);
        }
    }

    /**
     * Drains a server when the JVM is asked to end (SIGTERM, SIGINT, {@link System#exit}), and closes what requests
     * need only after that. Other shutdown hooks run at the same time: give to this one whatever must outlive the last
     * request.
     *
     * @param server a server
     * @param lifecycle the one that its filters and {@link Health} use
     * @param closeAfterwards closed in this order when the server has stopped; what they throw is logged
     */
    public static void installHook(HttpServer server, Lifecycle lifecycle, AutoCloseable... closeAfterwards) {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(lifecycle, "lifecycle");
        List<AutoCloseable> resources = List.of(closeAfterwards);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> shutDown(server, lifecycle, resources), "unpin-graceful-shutdown"));
    }

    private static void shutDown(HttpServer server, Lifecycle lifecycle, List<AutoCloseable> resources) {
        try {
            drain(server, lifecycle);
        } finally {
            resources.forEach(GracefulShutdown::close);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("Closing {} failed", resource.getClass().getName(), e);
        }
    }

    /**
     * The server has no method for this. {@code stop(n)} closes the listener at once but then keeps its caller for n
     * seconds (JDK 17: even when idle) before it cuts the rest; so another thread is kept, and {@code stop(0)} frees
     * it.
     */
    private static void stopAccepting(HttpServer server) {
        Thread stopping = new Thread(() -> server.stop(LONGER_THAN_A_DRAIN), "unpin-stop-accepting");
        stopping.setDaemon(true);
        stopping.start();
    }
}
