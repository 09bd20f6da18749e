package dev.unpin.web.jdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback, and requests to it over a socket each. */
final class TestServer implements AutoCloseable {
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpServer server;

    TestServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(executor);
        server.start();
    }

    HttpServer server() {
        return server;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void serve(String path, HttpHandler handler, Filter... filters) {
        server.createContext(path, handler).getFilters().addAll(List.of(filters));
    }

    RawAnswer get(String path, String... headers) throws IOException {
        return send("GET", path, headers);
    }

    /** Sends one request without a body and reads until the server closes the connection. */
    RawAnswer send(String method, String path, String... headers) throws IOException {
        try (Socket socket = connect()) {
            write(socket, method, path, "Connection: close", String.join("\r\n", headers));
            return RawAnswer.readHead(socket.getInputStream()).readBody(socket.getInputStream());
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    void write(Socket socket, String method, String path, String... headers) throws IOException {
        StringBuilder request =
                new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost:" + port() + "\r\n");
        List.of(headers).stream()
                .filter(header -> !header.isEmpty())
                .forEach(header -> request.append(header).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
