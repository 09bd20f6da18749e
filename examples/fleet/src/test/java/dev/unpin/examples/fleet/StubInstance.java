package dev.unpin.examples.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An instance in this JVM that notes what it is asked, and misbehaves on cue. */
final class StubInstance implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Backend backend;
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private volatile boolean breaksOff;
    private volatile int readiness = 200;
    private final AtomicInteger missedChecks = new AtomicInteger();
    private volatile CountDownLatch hang = new CountDownLatch(0);

    private StubInstance(String name, HttpServer server) {
        this.server = server;
        this.backend = new Backend(
                name, URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    }

    static StubInstance start(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        StubInstance stub = new StubInstance(name, server);
        server.setExecutor(stub.threads);
        server.createContext("/", stub::serve);
        server.createContext("/readyz", exchange -> {
            try (exchange) {
                stub.hang();
                exchange.sendResponseHeaders(stub.readiness, -1);
            }
        });
        server.start();
        return stub;
    }

    Backend backend() {
        return backend;
    }

    /** What arrived, in order, readiness checks left out. */
    List<Headers> requests() {
        return requests;
    }

    /** From now on it reads requests and closes the connection instead of answering. */
    void breakOff() {
        breaksOff = true;
    }

    void readiness(int status) {
        readiness = status;
    }

    /** From now on it accepts readiness checks and says nothing to them. */
    void hangChecks() {
        hang = new CountDownLatch(1);
    }

    void resumeChecks() {
        hang.countDown();
    }

    int missedChecks() {
        return missedChecks.get();
    }

    private void hang() {
        if (hang.getCount() > 0) {
            missedChecks.incrementAndGet();
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers request = new Headers();
            request.putAll(Map.copyOf(exchange.getRequestHeaders()));
            requests.add(request);
            exchange.getRequestBody().readAllBytes();
            if (!breaksOff) {
                exchange.getResponseHeaders().add("Set-Cookie", "session=of-" + requests.size());
                exchange.getResponseHeaders().add("Set-Cookie", "other=1");
                byte[] body = backend.name().getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
