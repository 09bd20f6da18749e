package dev.unpin.web.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.unpin.http.HttpAnswer;
import dev.unpin.lifecycle.Lifecycle;
import java.util.Objects;
import java.util.function.Supplier;

/** The addresses that balancers and orchestrators ask: {@code /livez} and {@code /readyz}. */
public final class Health {
    private Health() {}

    /**
     * Adds {@code /livez} and {@code /readyz} to a server, outside all filters. Both answer {@code GET} and
     * {@code HEAD}.
     *
     * @param server a server that has no context of these paths
     * @param lifecycle who knows the answers
     * @throws IllegalArgumentException if the server has one of these contexts
     */
    public static void register(HttpServer server, Lifecycle lifecycle) {
        Objects.requireNonNull(lifecycle, "lifecycle");
        server.createContext("/livez", handler("/livez", lifecycle::livez));
        server.createContext("/readyz", handler("/readyz", lifecycle::readyz));
    }

    private static HttpHandler handler(String path, Supplier<HttpAnswer> answer) {
        return exchange -> {
            try (exchange) {
                HttpAnswers.send(exchange, answerTo(exchange, path, answer));
            }
        };
    }

    private static HttpAnswer answerTo(HttpExchange exchange, String path, Supplier<HttpAnswer> answer) {
        if (!exchange.getRequestURI().getPath().equals(path)) {
            return HttpAnswer.of(404); // a context serves every path that begins like its own
        }
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> answer.get();
            default -> HttpAnswer.of(405).withHeader("Allow", "GET, HEAD");
        };
    }
}
