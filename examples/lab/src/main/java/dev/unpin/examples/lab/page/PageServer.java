package dev.unpin.examples.lab.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.unpin.examples.lab.Board;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the page, on loopback only, and tells it of every change by server-sent events. */
public final class PageServer implements AutoCloseable {
    private static final long TURN_MILLIS = 250;
    private static final int TURNS_PER_HEARTBEAT = 20;

    /** Nothing from elsewhere, nothing inline. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cache-Control",
            "no-store");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "page");
        thread.setDaemon(true);
        return thread;
    });
    private final Board board;
    private volatile boolean closed;

    private PageServer(HttpServer server, Board board) {
        this.server = server;
        this.board = board;
    }

    /**
     * Starts to serve.
     *
     * @param port where, 0 for any free port
     * @throws IOException if the port cannot be had
     */
    public static PageServer start(int port, Board board) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        PageServer page = new PageServer(server, board);
        server.setExecutor(page.threads);
        server.createContext("/", page::serve);
        server.createContext("/events", page::tell);
        server.start();
        return page;
    }

    /** Tells where the page is. */
    public URI uri() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers(exchange);
            String path = exchange.getRequestURI().getPath();
            for (Asset asset : Asset.values()) {
                if (asset.path().equals(path)) {
                    byte[] body = asset.bytes();
                    exchange.getResponseHeaders().set("Content-Type", asset.type());
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    return;
                }
            }
            exchange.sendResponseHeaders(404, -1);
        }
    }

    /** One thread per reader. Who comes again is told everything, so nothing needs to be kept for those who left. */
    private void tell(HttpExchange exchange) throws IOException {
        try (exchange) {
            headers(exchange);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write("retry: 1000\n\n".getBytes(UTF_8));
            out.flush();
            long known = 0;
            for (int turn = 1; !closed; turn++) {
                Optional<Board.News> news = board.since(known);
                if (news.isPresent()) {
                    known = news.get().version();
                    out.write(("id: " + known + "\ndata: " + news.get().json() + "\n\n").getBytes(UTF_8));
                    out.flush();
                } else if (turn % TURNS_PER_HEARTBEAT == 0) {
                    out.write(": still here\n\n".getBytes(UTF_8));
                    out.flush();
                }
                Thread.sleep(TURN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void headers(HttpExchange exchange) {
        Headers headers = exchange.getResponseHeaders();
        HEADERS.forEach(headers::set);
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.shutdownNow();
    }
}
