package dev.unpin.web.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.codec.Codec;
import dev.unpin.http.HttpAnswer;
import dev.unpin.session.SessionKey;
import java.io.IOException;

/** What the tests' handlers do, and the value they keep. */
final class TestHandlers {
    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, UTF_8);
        }
    };
    static final SessionKey<String> NAME = SessionKey.of("name", TEXT).orElse(() -> "nobody");

    private TestHandlers() {}

    static HttpHandler remember(String name) {
        return exchange -> {
            SessionFilter.session(exchange).set(NAME, name);
            answer(exchange, "ok");
        };
    }

    static String name(HttpExchange exchange) {
        return SessionFilter.session(exchange).get(NAME);
    }

    static void answer(HttpExchange exchange, String text) throws IOException {
        HttpAnswers.send(exchange, HttpAnswer.text(200, text));
    }
}
