package dev.unpin.web.jdk;

import static dev.unpin.web.jdk.TestHandlers.NAME;
import static dev.unpin.web.jdk.TestHandlers.answer;
import static dev.unpin.web.jdk.TestHandlers.name;
import static dev.unpin.web.jdk.TestHandlers.remember;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.OriginCheck;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves when a store, a handler or a request is not as it should be. */
class SessionFilterFailureTest {
    private final RecordingStore store = new RecordingStore();
    private final Sessions sessions = Sessions.builder(store).build();
    private final SessionFilter filter = SessionFilter.create(sessions);
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aStoreThatIsDownIsToldWithAPauseAndOnlyToThoseWhoNeedIt() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve("/get", exchange -> answer(exchange, name(exchange)), filter);
        server.serve("/static", exchange -> answer(exchange, "page"), filter);
        String cookie = server.get("/set").cookie();
        store.failAt("load", "commit");

        RawAnswer down = server.get("/get", "Cookie: " + cookie);

        assertThat(down.status()).isEqualTo(503);
        assertThat(down.all("Retry-After")).containsExactly("1");
        assertThat(down.all("Content-Type")).containsExactly("application/problem+json");
        assertThat(down.all("Set-Cookie")).isEmpty();
        assertThat(down.body()).contains("store-unavailable").doesNotContain(RecordingStore.ADDRESS, "10.0.0.7");
        assertThat(server.get("/static", "Cookie: " + cookie).body()).isEqualTo("page");
        assertThat(server.get("/get").body()).as("anonymous read").isEqualTo("nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lets it pass", "closes the exchange", "answers otherwise", "swallows it"})
    void whenTheCommitFailsNothingTheHandlerDoesMakesItsAnswerLeave(String handler) throws IOException {
        HttpHandler plain = remember("ann");
        server.serve(
                "/",
                switch (handler) {
                    case "closes the exchange" ->
                        exchange -> {
                            try (exchange) {
                                plain.handle(exchange);
                            }
                        };
                    case "answers otherwise" ->
                        exchange -> {
                            try {
                                plain.handle(exchange);
                            } catch (RuntimeException e) {
                                answer(exchange, "all is well");
                            }
                        };
                    case "swallows it" ->
                        exchange -> {
                            try {
                                plain.handle(exchange);
                            } catch (RuntimeException e) {
                                exchange.close();
                            }
                        };
                    default -> plain;
                },
                filter);
        store.failAt("commit");

        RawAnswer answer = server.get("/");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).startsWith("{\"type\":\"urn:unpin:problem:store-unavailable\"");
        assertThat(answer.all("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(store.calls()).containsExactly("commit");
    }

    @ParameterizedTest
    @CsvSource({"unpin,413", "runtime,500", "error,500", "io,500", "nothing,500"})
    void aHandlerThatFailsBeforeItsAnswerDiscardsTheSessionAndItsHeaders(String kind, int status) throws IOException {
        Filter outer = wrapping(exchange -> {
            exchange.getResponseHeaders().add("X-Frame-Options", "DENY");
            return exchange;
        });
        server.serve(
                "/",
                exchange -> {
                    SessionFilter.session(exchange).set(NAME, "ann");
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.getResponseHeaders().add("Set-Cookie", "half=done");
                    exchange.getResponseHeaders().add("X-Frame-Options", "SAMEORIGIN");
                    Failures.fail(kind);
                },
                outer,
                filter);

        RawAnswer answer = server.get("/");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.all("Content-Type")).containsExactly("application/problem+json");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.all("X-Frame-Options")).containsExactly("DENY");
        assertThat(answer.body()).startsWith("{\"type\":").doesNotContain(Failures.DETAIL);
        assertThat(store.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unpin", "runtime", "error", "io"})
    void aHandlerThatFailsWithinItsAnswerCutsTheConnection(String kind) throws IOException {
        server.serve(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write("half".getBytes(UTF_8));
                    exchange.getResponseBody().flush();
                    Failures.fail(kind);
                },
                filter);

        RawAnswer answer = server.get("/");

        assertThat(answer.all("Content-Length")).containsExactly("100");
        assertThat(answer.body()).isEqualTo("half");
    }

    @Test
    void whatIsChangedAfterTheHeadersLeftIsRefusedLoudly() throws Exception {
        CompletableFuture<Throwable> refusal = new CompletableFuture<>();
        server.serve(
                "/",
                exchange -> {
                    Session session = SessionFilter.session(exchange);
                    exchange.sendResponseHeaders(204, -1);
                    try {
                        session.set(NAME, "late");
                    } catch (RuntimeException e) {
                        refusal.complete(e);
                    }
                },
                filter);

        assertThat(server.get("/").status()).isEqualTo(204);
        assertThat(refusal.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void noContentNotModifiedAndHeadKeepTheConnectionInStep() throws IOException {
        server.serve("/204", exchange -> HttpAnswers.send(exchange, HttpAnswer.of(204)), filter);
        server.serve("/304", exchange -> HttpAnswers.send(exchange, HttpAnswer.of(304)), filter);
        server.serve("/empty", exchange -> HttpAnswers.send(exchange, HttpAnswer.of(200)), filter);
        server.serve("/text", exchange -> HttpAnswers.send(exchange, HttpAnswer.text(200, "text")), filter);
        try (Socket socket = server.connect()) {
            assertHead(socket, "GET", "/204", 204, List.of());
            assertHead(socket, "HEAD", "/text", 200, List.of("4"));
            assertHead(socket, "HEAD", "/204", 204, List.of());
            assertHead(socket, "GET", "/304", 304, List.of());
            assertHead(socket, "GET", "/empty", 200, List.of("0"));
            assertHead(socket, "GET", "/text", 200, List.of("4"));
            assertThat(new String(socket.getInputStream().readNBytes(4), UTF_8)).isEqualTo("text");
        }
    }

    @Test
    void aCrossOriginPostReachesNeitherHandlerNorStore() throws IOException {
        AtomicInteger handled = new AtomicInteger();
        server.serve(
                "/",
                exchange -> {
                    handled.incrementAndGet();
                    remember("ann").handle(exchange);
                },
                filter);

        RawAnswer refused = server.send("POST", "/", "Sec-Fetch-Site: cross-site", "Origin: https://evil.example");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("urn:unpin:problem:cross-origin-refused");
        assertThat(handled).hasValue(0);
        assertThat(store.calls()).isEmpty();
        assertThat(server.get("/", "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
        assertThat(server.send("POST", "/", "Origin: http://localhost:" + server.port())
                        .status())
                .isEqualTo(200);
        assertThat(server.send("POST", "/").status()).isEqualTo(200);
        assertThat(handled).hasValue(3);
    }

    @Test
    void aTrustedOriginMayPost() throws IOException {
        OriginCheck trusting = OriginCheck.create().withTrustedOrigin("https://admin.example");
        server.serve(
                "/",
                remember("ann"),
                SessionFilter.builder(sessions).originCheck(trusting).build());

        assertThat(server.send("POST", "/", "Sec-Fetch-Site: cross-site", "Origin: https://admin.example")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theSessionIsFoundThroughAnotherFiltersWrapper() throws IOException {
        Filter wrapper = wrapping(exchange -> new DelegatingExchange(exchange) {});
        server.serve("/", remember("ann"), filter, wrapper);

        assertThat(server.get("/").body()).isEqualTo("ok");
        assertThat(store.calls()).containsExactly("commit");
    }

    @Test
    void withoutTheFilterTheMessageNamesIt() throws Exception {
        CompletableFuture<HttpExchange> seen = new CompletableFuture<>();
        server.serve("/bare", exchange -> {
            seen.complete(exchange);
            answer(exchange, "ok");
        });
        server.get("/bare");
        HttpExchange exchange = seen.get(30, TimeUnit.SECONDS);

        assertThatIllegalStateException()
                .isThrownBy(() -> SessionFilter.session(exchange))
                .withMessageContaining("SessionFilter")
                .withMessageContaining("/bare");
    }

    private void assertHead(Socket socket, String method, String path, int status, List<String> lengths)
            throws IOException {
        server.write(socket, method, path);
        RawAnswer head = RawAnswer.readHead(socket.getInputStream());
        assertThat(head.status()).as(method + " " + path).isEqualTo(status);
        assertThat(head.all("Content-Length")).as(method + " " + path).isEqualTo(lengths);
        assertThat(head.all("Transfer-Encoding")).as(method + " " + path).isEmpty();
    }

    private static Filter wrapping(UnaryOperator<HttpExchange> wrapper) {
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                chain.doFilter(wrapper.apply(exchange));
            }

            @Override
            public String description() {
                return "test";
            }
        };
    }
}
