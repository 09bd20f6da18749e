package dev.unpin.web.jdk;

import static dev.unpin.web.jdk.TestHandlers.NAME;
import static dev.unpin.web.jdk.TestHandlers.answer;
import static dev.unpin.web.jdk.TestHandlers.name;
import static dev.unpin.web.jdk.TestHandlers.remember;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.CookieRejection;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose session a request gets, what is stored of it, and which cookie goes out. */
class SessionFilterTest {
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
    void aSessionThatEndedMeanwhileKeepsTheAnswerFromLeaving() throws IOException {
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
        // The cookie may be that of a session begun since.
        assertThat(late.all("Set-Cookie")).isEmpty();
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

    private String bodyFor(String cookie) {
        try {
            return server.get("/get", "Cookie: " + cookie).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
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
