package dev.unpin.web.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.unpin.codec.Codec;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.OriginCheck;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.CookieRejection;
import dev.unpin.session.Session;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFilterTest {
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

    private final RecordingStore store = new RecordingStore();
    private final Sessions sessions = Sessions.builder(store).build();
    private final SessionFilter filter = SessionFilter.create(sessions);
    private final TestServer server = new TestServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNewSessionsCookieIsSentExactlyOnceWithEveryAttribute() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve("/get", exchange -> answer(exchange, name(exchange)), filter);

        RawAnswer first = server.get("/set");
        RawAnswer second = server.get("/get", "Cookie: " + first.cookie());

        assertThat(first.all("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("__Host-session=v1\\.[\\w-]{22}\\.[\\w-]{43}" + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(first.all("Cache-Control")).containsExactly("no-store");
        assertThat(second.body()).isEqualTo("ann");
        assertThat(second.all("Set-Cookie")).isEmpty();
        assertThat(second.all("Cache-Control")).isEmpty();
        assertThat(store.calls()).containsExactly("commit", "load");
    }

    @Test
    void whatTheHandlerSaysAboutCachingAndItsOwnCookiesStay() throws IOException {
        server.serve(
                "/",
                exchange -> {
                    SessionFilter.session(exchange).set(NAME, "ann");
                    exchange.getResponseHeaders().add("Set-Cookie", "theme=dark");
                    HttpAnswers.send(exchange, HttpAnswer.of(204).withHeader("Cache-Control", "private"));
                },
                filter);

        RawAnswer answer = server.get("/");

        assertThat(answer.all("Cache-Control")).containsExactly("private");
        assertThat(answer.all("Set-Cookie")).hasSize(2).anyMatch("theme=dark"::equals);
    }

    @Test
    void aSessionThatIsNotTouchedCostsNothingEvenWithACookie() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve("/static", exchange -> answer(exchange, "page"), filter);
        String cookie = server.get("/set").cookie();
        store.calls().clear();

        RawAnswer answer = server.get("/static", "Cookie: " + cookie);

        assertThat(answer.body()).isEqualTo("page");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void anAnonymousReadStoresNothingAndSetsNoCookie() throws IOException {
        server.serve("/", exchange -> answer(exchange, name(exchange)), filter);

        RawAnswer answer = server.get("/");

        assertThat(answer.body()).isEqualTo("nobody");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(store.calls()).isEmpty();
    }

    @Test
    void theCommitIsDoneBeforeAnyHeaderLeaves() throws IOException {
        Filter watch = wrapping(exchange -> new DelegatingExchange(exchange) {
            @Override
            public void sendResponseHeaders(int status, long length) throws IOException {
                store.calls().add("headers");
                super.sendResponseHeaders(status, length);
            }
        });
        server.serve("/", remember("ann"), watch, filter);

        server.get("/");

        assertThat(store.calls()).containsExactly("commit", "headers");
    }

    @Test
    void requestsAtTheSameTimeNeverSeeEachOthersSession() throws Exception {
        int clients = 8;
        CyclicBarrier together = new CyclicBarrier(clients);
        server.serve(
                "/set",
                exchange -> remember(exchange.getRequestURI().getQuery()).handle(exchange),
                filter);
        server.serve(
                "/get",
                exchange -> {
                    meet(together);
                    String mine = name(exchange);
                    meet(together);
                    answer(exchange, mine + " " + name(exchange));
                },
                filter);
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            cookies.add(server.get("/set?user" + i).cookie());
        }
        ExecutorService browsers = Executors.newFixedThreadPool(clients);
        try {
            for (int round = 0; round < 25; round++) {
                List<CompletableFuture<String>> answers = new ArrayList<>();
                for (String cookie : cookies) {
                    answers.add(CompletableFuture.supplyAsync(() -> bodyFor(cookie), browsers));
                }
                for (int i = 0; i < clients; i++) {
                    assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("user" + i + " user" + i);
                }
            }
        } finally {
            browsers.shutdownNow();
        }
    }

    @Test
    void severalCookieHeadersAreReadAsOne() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve("/get", exchange -> answer(exchange, name(exchange)), filter);
        String cookie = server.get("/set").cookie();

        assertThat(server.get("/get", "Cookie: a=b", "Cookie: " + cookie, "Cookie: c=d")
                        .body())
                .isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-session=",
                "__Host-session=v1.x.y",
                "__Host-session=%00",
                "__Host-session=v1.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, x",
                "__Host-session=a; __Host-session=b",
                "__Host-session=\u00ff\u00fe"
            })
    void aCookieThatNobodyGaveOutLeadsToANewSessionAndIsCounted(String cookie) throws IOException {
        server.serve("/", remember("ann"), filter);

        RawAnswer answer = server.get("/", "Cookie: " + cookie);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Set-Cookie")).hasSize(1);
        assertThat(sessions.rejectedCookies(CookieRejection.MALFORMED)).isEqualTo(1);
        assertThat(store.calls()).containsExactly("commit");
    }

    @Test
    void plainHttpDevelopmentWorksOnlyWhenAskedFor() throws IOException {
        Sessions insecure = Sessions.builder(store)
                .cookie(SessionCookie.insecureForPlainHttpDevelopment("dev"))
                .build();
        server.serve("/", remember("ann"), SessionFilter.create(insecure));

        assertThat(server.get("/").all("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("dev=v1\\.[\\w.-]+; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void signingOutClearsTheCookieAndTheOldOneIsDead() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve("/get", exchange -> answer(exchange, name(exchange)), filter);
        server.serve(
                "/out",
                exchange -> {
                    SessionFilter.session(exchange).signOut();
                    answer(exchange, "bye");
                },
                filter);
        String cookie = server.get("/set").cookie();

        RawAnswer out = server.send("POST", "/out", "Cookie: " + cookie);

        assertThat(out.body()).isEqualTo("bye");
        assertThat(out.all("Set-Cookie")).containsExactly(sessions.cookie().clear());
        assertThat(server.get("/get", "Cookie: " + cookie).body()).isEqualTo("nobody");
    }

    @Test
    void aSessionThatEndedMeanwhileTakesItsCookieWithItAndTheAnswerDoesNotLeave() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve(
                "/late",
                exchange -> {
                    SessionFilter.session(exchange).set(NAME, "late");
                    try (Session other =
                            sessions.open(exchange.getRequestHeaders().getFirst("Cookie"))) {
                        other.signOut();
                        other.commit();
                    }
                    answer(exchange, "saved");
                },
                filter);
        String cookie = server.get("/set").cookie();

        RawAnswer late = server.get("/late", "Cookie: " + cookie);

        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body()).contains("urn:unpin:problem:session-ended").doesNotContain("saved");
        assertThat(late.all("Set-Cookie")).containsExactly(sessions.cookie().clear());
    }

    @Test
    void aTabWithTheCookieFromBeforeSignInIsAskedToRepeatAndGetsNoCookie() throws IOException {
        server.serve("/set", remember("ann"), filter);
        server.serve(
                "/in",
                exchange -> {
                    SessionFilter.session(exchange).signIn("user-1");
                    answer(exchange, "welcome");
                },
                filter);
        String before = server.get("/set").cookie();
        String after = server.send("POST", "/in", "Cookie: " + before).cookie();

        RawAnswer tab = server.get("/set", "Cookie: " + before);

        assertThat(after).isNotEqualTo(before);
        assertThat(tab.status()).isEqualTo(409);
        assertThat(tab.body()).contains("urn:unpin:problem:session-renewed");
        assertThat(tab.all("Retry-After")).containsExactly("1");
        assertThat(tab.all("Set-Cookie")).isEmpty();
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

    private String bodyFor(String cookie) {
        try {
            return server.get("/get", "Cookie: " + cookie).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpHandler remember(String name) {
        return exchange -> {
            SessionFilter.session(exchange).set(NAME, name);
            answer(exchange, "ok");
        };
    }

    private static String name(HttpExchange exchange) {
        return SessionFilter.session(exchange).get(NAME);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        HttpAnswers.send(exchange, HttpAnswer.text(200, text));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
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
