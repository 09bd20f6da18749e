package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that answers as it is told, one reply after the other, the last one for ever. Thread-safe. */
final class ScriptedS3 implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** How to answer. */
    @FunctionalInterface
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    /** What came, its headers by lower-case names. */
    record Request(String method, URI uri, Map<String, List<String>> headers, long bytes) {
        /** The first value of a header, or nothing. */
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of(""))
                    .get(0);
        }
    }

    ScriptedS3(Reply... script) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        replies.addAll(List.of(script));
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Adds a reply, which may look at what came before. */
    void then(Reply reply) {
        replies.add(reply);
    }

    private void handle(HttpExchange exchange) throws IOException {
        long bytes = payloadBytes(exchange);
        Map<String, List<String>> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI(), headers, bytes));
        Reply reply;
        synchronized (replies) {
            reply = replies.size() > 1 ? replies.remove() : replies.element();
        }
        try (exchange) {
            reply.to(exchange);
        }
    }

    /** Reads the whole body. Of one in signed chunks, the signatures are not part of what is stored. */
    private static long payloadBytes(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        if (!"aws-chunked".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
            return body.transferTo(OutputStream.nullOutputStream());
        }
        long bytes = 0;
        for (int size = -1; size != 0; bytes += size) {
            String head = line(body);
            size = Integer.parseInt(head.substring(0, head.indexOf(";chunk-signature=")), 16);
            // Read, not skipped: the server does not count what is skipped, and would wait for as many bytes more.
            if (body.readNBytes(size).length < size || !line(body).isEmpty()) {
                throw new IOException("a chunk has another length than " + size + " bytes");
            }
        }
        String stated = exchange.getRequestHeaders().getFirst("x-amz-decoded-content-length");
        if (bytes != Long.parseLong(stated) || body.read() >= 0) {
            throw new IOException(bytes + " bytes in chunks, and not " + stated);
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("a chunk ended early");
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** An empty answer, or one with an XML body. */
    static Reply answer(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        };
    }

    static Reply stored() {
        return answer(200, "", "ETag", "\"e1\"");
    }

    static Reply error(int status, String code) {
        return answer(status, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>m</Message></Error>");
    }

    /** Takes the request, and ends the connection. */
    static Reply lost() {
        return HttpExchange::close;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    Request request(int index) {
        return requests().get(index);
    }

    /** A store that asks this server, and gives up early enough for a test. */
    S3BlobStoreBuilder store() {
        return Stores.builder(endpoint()).profile(S3Profile.AWS);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
