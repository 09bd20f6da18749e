package dev.unpin.testkit.stateless;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One instance of a small shop, which makes one of the common mistakes, or none. */
final class SmallService implements AutoCloseable {
    /** What is kept in the instance although the others need it. */
    enum Mistake {
        NONE,
        LOCAL_SESSIONS,
        LOCAL_UPLOADS,
        LOCAL_CACHE,
        LOCAL_ORDERS
    }

    /** What the instances share, as a database would. */
    record Shared(
            Map<String, Map<String, String>> sessions,
            Map<String, byte[]> files,
            Map<String, String> prices,
            AtomicInteger orders) {
        static Shared empty() {
            return new Shared(
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    new ConcurrentHashMap<>(),
                    new AtomicInteger());
        }
    }

    private final HttpServer server;
    private final Mistake mistake;
    private final Shared shared;
    private final Shared own = Shared.empty();
    private final String name;

    SmallService(String name, Mistake mistake, Shared shared) {
        this.name = name;
        this.mistake = mistake;
        this.shared = shared;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("X-Served-By", name);
            String path = exchange.getRequestURI().getPath();
            String request = exchange.getRequestMethod() + " /" + path.split("/", -1)[1];
            String id = path.substring(path.lastIndexOf('/') + 1);
            switch (request) {
                case "GET /login" -> {
                    Map<String, String> session = startSession(exchange);
                    session.put("csrf", UUID.randomUUID().toString());
                    answer(exchange, 200, "<input name=\"csrf\" value=\"" + session.get("csrf") + "\">");
                }
                case "POST /login" -> login(exchange, new String(body, UTF_8));
                case "GET /home" -> {
                    Map<String, String> session = session(exchange);
                    answer(
                            exchange,
                            session.containsKey("user") ? 200 : 401,
                            "hello " + session.getOrDefault("user", "stranger"));
                }
                case "PUT /files" -> {
                    files().put(id, body);
                    answer(exchange, 201, "");
                }
                case "GET /files" -> {
                    byte[] file = files().get(id);
                    answer(exchange, file == null ? 404 : 200, file == null ? "no such file" : new String(file, UTF_8));
                }
                case "PUT /prices" -> {
                    shared.prices().put(id, new String(body, UTF_8));
                    own.prices().remove(id);
                    answer(exchange, 200, "");
                }
                case "GET /prices" -> answer(exchange, 200, "costs " + price(id));
                case "POST /orders" -> {
                    String number = Integer.toString(shared.orders().incrementAndGet());
                    orders().put("order " + number, "1 piece");
                    answer(exchange, 201, "order " + number);
                }
                case "GET /orders" -> {
                    String order = "order " + id;
                    answer(exchange, 200, order + ": " + orders().getOrDefault(order, "0 pieces") + " at 1.50");
                }
                case "GET /random" -> answer(exchange, 200, "request " + UUID.randomUUID());
                default -> answer(exchange, 404, "no such page");
            }
        }
    }

    private void login(HttpExchange exchange, String form) throws IOException {
        Map<String, String> session = session(exchange);
        String csrf = session.get("csrf");
        if (csrf == null || !form.startsWith("csrf=" + csrf + "&user=")) {
            answer(exchange, 403, "the form has expired");
            return;
        }
        session.put("user", form.substring(form.lastIndexOf('=') + 1));
        exchange.getResponseHeaders().set("Location", address() + "/home");
        answer(exchange, 303, "");
    }

    private String price(String id) {
        Map<String, String> prices = shared.prices();
        return mistake == Mistake.LOCAL_CACHE
                ? own.prices().computeIfAbsent(id, same -> prices.getOrDefault(same, "10"))
                : prices.getOrDefault(id, "10");
    }

    private Map<String, String> orders() {
        return (mistake == Mistake.LOCAL_ORDERS ? own : shared).prices();
    }

    private Map<String, byte[]> files() {
        return (mistake == Mistake.LOCAL_UPLOADS ? own : shared).files();
    }

    private Map<String, Map<String, String>> sessions() {
        return (mistake == Mistake.LOCAL_SESSIONS ? own : shared).sessions();
    }

    private Map<String, String> startSession(HttpExchange exchange) {
        String id = UUID.randomUUID().toString();
        exchange.getResponseHeaders().add("Set-Cookie", "sid=" + id + "; Path=/; HttpOnly; Secure");
        return Objects.requireNonNull(sessions().computeIfAbsent(id, same -> new ConcurrentHashMap<>()));
    }

    private Map<String, String> session(HttpExchange exchange) {
        List<String> cookies = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        return cookies.stream()
                .filter(cookie -> cookie.startsWith("sid="))
                .map(cookie -> sessions().get(cookie.substring("sid=".length())))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(ConcurrentHashMap::new);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        // Alternately with a length and in chunks, as servers do.
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : status == 200 ? 0 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
