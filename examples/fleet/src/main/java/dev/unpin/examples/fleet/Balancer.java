package dev.unpin.examples.fleet;

import java.net.InetAddress;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A balancer: its routing chooses among ready instances. An instance that refuses a connection gets no more requests
 * until its readiness check passes; nor does one that leaves two checks in a row without an answer. Remembers nothing
 * itself. On loopback only.
 */
public final class Balancer implements AutoCloseable {
    /** Well below the 30 seconds after which the JDK's server closes its end. */
    private static final long IDLE_TIMEOUT_MILLIS = 10_000;

    /** Long: on loopback a connection that takes time tells of a busy machine, and a dead instance refuses it. */
    private static final long CONNECT_TIMEOUT_MILLIS = 5_000;

    private static final int THREADS = 256;

    private final Server server;
    private final HttpClient client;
    private final ReadinessPoll poll;
    private final URI uri;

    private Balancer(Server server, HttpClient client, ReadinessPoll poll, int port) {
        this.server = server;
        this.client = client;
        this.poll = poll;
        this.uri = URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port);
    }

    /**
     * Starts a balancer.
     *
     * @param port where to listen, 0 for any free port
     * @param routing who gets which request
     * @param around what lies around the handler that forwards, or that handler itself
     * @param refusal how to say that no instance has answered
     */
    public static Balancer start(int port, Routing routing, UnaryOperator<Handler> around, Refusal refusal) {
        HttpClient client = client();
        ReadinessPoll poll = new ReadinessPoll(client, routing);
        Server server = new Server(threads("balancer"));
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false); // The instance has dated its answer.
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        server.addConnector(connector);
        server.setHandler(around.apply(new ForwardingHandler(client, routing, refusal)));
        Balancer balancer;
        try {
            client.start();
            server.start();
            balancer = new Balancer(server, client, poll, connector.getLocalPort());
        } catch (Exception e) { // What Jetty's lifecycle methods declare.
            throw new IllegalStateException("The balancer cannot start on port " + port + ": " + e.getMessage(), e);
        }
        poll.start();
        return balancer;
    }

    /** Tells where customers go. */
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        poll.close();
        try {
            server.stop();
            client.stop();
        } catch (Exception e) { // What Jetty's lifecycle methods declare.
            throw new IllegalStateException("The balancer does not stop", e);
        }
    }

    private static HttpClient client() {
        HttpClient client = new HttpClient();
        client.setExecutor(threads("balancer-client"));
        // A jar of its own would give one customer's cookies to the next.
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.getContentDecoderFactories().clear();
        client.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        client.setIdleTimeout(IDLE_TIMEOUT_MILLIS);
        client.setMaxConnectionsPerDestination(THREADS);
        client.setMaxRequestsQueuedPerDestination(THREADS);
        return client;
    }

    private static QueuedThreadPool threads(String name) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName(name);
        threads.setDaemon(true);
        return threads;
    }
}
