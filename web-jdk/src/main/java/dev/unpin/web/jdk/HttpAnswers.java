package dev.unpin.web.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.HttpHeader;
import java.io.IOException;
import java.io.OutputStream;

/** Sends {@link HttpAnswer}s. */
public final class HttpAnswers {
    private static final String SET_COOKIE = "Set-Cookie";

    private HttpAnswers() {}

    /**
     * Sends an answer and finishes the exchange. Header fields that the exchange has already give way to the answer's
     * of the same name; only {@code Set-Cookie} is added to. To {@code HEAD} the length is told and the body left out.
     *
     * @param exchange an exchange whose headers have not been sent
     * @param answer what to send
     * @throws IOException if the connection breaks
     */
    public static void send(HttpExchange exchange, HttpAnswer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        for (HttpHeader header : answer.headers()) {
            if (!header.name().equalsIgnoreCase(SET_COOKIE)) {
                headers.remove(header.name());
            }
        }
        for (HttpHeader header : answer.headers()) {
            headers.add(header.name(), header.value());
        }
        boolean mayHaveBody = answer.status() != 204 && answer.status() != 304;
        if (mayHaveBody && exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(answer.bodyLength()));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else if (answer.bodyLength() == 0) {
            exchange.sendResponseHeaders(answer.status(), -1); // 0 would mean chunks
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.bodyLength());
            try (OutputStream body = exchange.getResponseBody()) {
                answer.writeBodyTo(body);
            }
        }
    }
}
