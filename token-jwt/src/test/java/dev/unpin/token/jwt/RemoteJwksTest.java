package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteJwksTest {
    private static final String A = JwksTest.key("a", JwksTest.RSA);
    private static final String B = JwksTest.key("b", JwksTest.EC);
    private static final int THREADS = 12;

    private final JwksServer server = new JwksServer();
    private final ManualClock clock = new ManualClock(Forge.NOW);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    @Test
    void theSetIsFetchedOnceHoweverManyAsk() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        server.answer(exchange -> {
            awaitQuietly(go);
            JwksServer.json(JwksTest.set(A)).send(exchange);
        });
        try (RemoteJwks keys = remote().build()) {
            List<Future<Boolean>> found = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                found.add(threads.submit(() -> keys.find("a").isPresent()));
            }
            go.countDown();

            for (Future<Boolean> each : found) {
                assertThat(each.get()).isTrue();
            }
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void unknownIdsCauseNoStorm() throws Exception {
        server.publish(A);
        try (RemoteJwks keys = remote().build()) {
            assertThat(keys.find("a")).isPresent();

            findUnknownIds(keys, 1_000);
            assertThat(server.requests).hasValue(1);

            clock.advance(Duration.ofSeconds(10));
            findUnknownIds(keys, 1_000);
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void unknownIdsCannotLockOutANewKey() throws Exception {
        server.publish(A);
        try (RemoteJwks keys = remote().build()) {
            findUnknownIds(keys, 1_000);
            server.publish(A, B);
            findUnknownIds(keys, 1_000);
            assertThat(keys.find("b")).as("within the pause").isEmpty();

            clock.advance(Duration.ofSeconds(10));
            findUnknownIds(keys, 1_000);

            assertThat(keys.find("b")).isPresent();
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void aNewKeyIsFoundByItsFirstTokenAndARemovedOneStopsThen() {
        server.publish(A);
        try (RemoteJwks keys = remote().build()) {
            assertThat(keys.find("a")).isPresent();
            server.publish(B);
            clock.advance(Duration.ofSeconds(10));

            assertThat(keys.find("b")).isPresent();
            assertThat(keys.find("a")).isEmpty();
        }
    }

    @Test
    void theSetIsFetchedBySchedulesThatNobodyHasToAskFor() {
        server.publish(A);
        try (RemoteJwks keys = remote().refreshEvery(Duration.ofMillis(20)).build()) {
            assertThat(keys.find("a")).isPresent();
            server.publish(B);
            int before = server.requests.get();

            await().until(() -> server.requests.get() > before + 2);

            assertThat(keys.find("a")).isEmpty();
            assertThat(keys.find("b")).isPresent();
        }
    }

    @Test
    void aStormOfUnknownIdsDoesNotUseUpTheSchedule() throws Exception {
        server.publish(A);
        try (RemoteJwks keys = remote().refreshEvery(Duration.ofMillis(20)).build()) {
            findUnknownIds(keys, 1_000);
            server.publish(A, B);
            int before = server.requests.get();

            await().until(() -> server.requests.get() > before + 2);

            assertThat(keys.find("b")).isPresent();
        }
    }

    @Test
    void anOutageIsSurvivedUpToTheToleratedAge() {
        server.publish(A);
        try (RemoteJwks keys = remote().outageTolerance(Duration.ofHours(1)).build()) {
            assertThat(keys.find("a")).isPresent();
            server.answer(JwksServer.status(500));

            clock.advance(Duration.ofHours(1));
            assertThat(keys.find("a")).isPresent();
            assertThat(reason(keys, "b")).isEqualTo(TokenRejection.UNDECIDABLE);
            clock.advance(Duration.ofMillis(1));
            assertThat(reason(keys, "a")).isEqualTo(TokenRejection.UNDECIDABLE);

            server.publish(A);
            clock.advance(Duration.ofSeconds(1));
            assertThat(keys.find("a")).isPresent();
        }
    }

    @Test
    void anIssuerThatIsDownIsNotAskedByEverybody() throws Exception {
        server.answer(JwksServer.status(503));
        try (RemoteJwks keys = remote().build()) {
            assertThat(reason(keys, "a")).isEqualTo(TokenRejection.UNDECIDABLE);
            int before = server.requests.get();

            findUnknownIds(keys, 1_000);
            assertThat(server.requests).hasValue(before);

            clock.advance(Duration.ofSeconds(1));
            findUnknownIds(keys, 1_000);
            assertThat(server.requests).hasValue(before + 1);
        }
    }

    @Test
    void aServiceStartsWithoutTheIssuer() {
        server.close();
        try (RemoteJwks keys = remote().build()) {
            TokenException refusal = catchThrowableOfType(TokenException.class, () -> keys.find("a"));

            assertThat(refusal.httpStatus()).isEqualTo(503);
            assertThat(refusal.retryAfter()).isPresent();
        }
    }

    static Stream<Arguments> uselessAnswers() {
        return Stream.of(
                Arguments.of("not found", JwksServer.status(404)),
                Arguments.of("not modified", JwksServer.status(304)),
                Arguments.of("a redirect", (JwksServer.Answer) exchange -> {
                    exchange.getResponseHeaders().add("Location", "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                }),
                Arguments.of("too large", JwksServer.json(JwksTest.set(B) + " ".repeat(300_000))),
                Arguments.of("endless", (JwksServer.Answer) exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write(new byte[8_192]);
                    }
                }),
                Arguments.of("a login page", JwksServer.json("<html>")),
                Arguments.of("cut off", (JwksServer.Answer) exchange -> {
                    exchange.sendResponseHeaders(200, 1_000);
                    exchange.getResponseBody().write("{\"keys\":[".getBytes(UTF_8));
                    exchange.getResponseBody().flush(); // or a client may take it for no answer, and ask once more
                }),
                Arguments.of("two keys of one id", JwksServer.json(JwksTest.set(A, JwksTest.key("a", JwksTest.EC)))),
                Arguments.of("a secret", JwksServer.json(JwksTest.set(B, "{\"kty\":\"oct\",\"k\":\"AAAA\"}"))),
                Arguments.of(
                        "a small key",
                        JwksServer.json(
                                JwksTest.set(B, "{\"kty\":\"RSA\",\"kid\":\"s\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uselessAnswers")
    void aUselessAnswerIsAnOutageAndChangesNothing(String name, JwksServer.Answer useless) {
        server.publish(A);
        try (RemoteJwks keys = remote().build()) {
            assertThat(keys.find("a")).isPresent();
            server.answer(useless);
            clock.advance(Duration.ofSeconds(10));

            assertThat(reason(keys, "b")).isEqualTo(TokenRejection.UNDECIDABLE);
            assertThat(keys.find("a")).isPresent();
            assertThat(server.requests).hasValue(2);
        }
    }

    @Test
    void anAnswerThatNeverComesHoldsFewRequestsAndThoseNotForLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.answer(exchange -> awaitQuietly(never));
        try (RemoteJwks keys = remote().timeout(Duration.ofMillis(500)).build()) {
            List<Future<TokenRejection>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(threads.submit(() -> reason(keys, "a")));
            }

            for (Future<TokenRejection> each : answers) {
                assertThat(each.get()).isEqualTo(TokenRejection.UNDECIDABLE);
            }
        } finally {
            never.countDown();
        }
    }

    @Test
    void aBodyThatTricklesIsCutOff() {
        CountDownLatch never = new CountDownLatch(1);
        server.answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(never);
        });
        try (RemoteJwks keys = remote().timeout(Duration.ofMillis(300)).build()) {
            assertThat(reason(keys, "a")).isEqualTo(TokenRejection.UNDECIDABLE);
        } finally {
            never.countDown();
        }
    }

    @Test
    void afterClosingNothingIsFetchedAndWhatIsKnownStaysGood() {
        server.publish(A);
        RemoteJwks keys = remote().build();
        assertThat(keys.find("a")).isPresent();

        keys.close();

        clock.advance(Duration.ofSeconds(10));
        assertThat(keys.find("a")).isPresent();
        assertThat(reason(keys, "b")).isEqualTo(TokenRejection.UNDECIDABLE);
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void keysThatStayTheSameStayTheSameObjects() {
        server.publish(A);
        try (RemoteJwks keys = remote().build()) {
            VerificationKey before = keys.find("a").orElseThrow();
            server.publish(A, B);
            clock.advance(Duration.ofSeconds(10));
            assertThat(keys.find("b")).isPresent();

            assertThat(keys.find("a").orElseThrow()).isSameAs(before);
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> remote().refreshEvery(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> remote().maxBytes(0));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> remote().outageTolerance(Duration.ofMinutes(1)).build())
                .withMessageContaining("refreshEvery");
    }

    private RemoteJwks.Builder remote() {
        return RemoteJwks.builder(server.uri()).timeout(Duration.ofSeconds(20)).nanos(clock::nanos);
    }

    private void findUnknownIds(RemoteJwks keys, int count) throws InterruptedException, ExecutionException {
        List<Future<?>> searches = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = thread;
            searches.add(threads.submit(() -> {
                for (int i = first; i < count; i += THREADS) {
                    try {
                        assertThat(keys.find("unknown-" + i)).isEmpty();
                    } catch (TokenException undecidable) {
                        assertThat(undecidable.reason()).isEqualTo(TokenRejection.UNDECIDABLE);
                    }
                }
            }));
        }
        for (Future<?> each : searches) {
            each.get();
        }
    }

    private static TokenRejection reason(RemoteJwks keys, String id) {
        TokenException refusal = catchThrowableOfType(TokenException.class, () -> keys.find(id));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal.reason();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
