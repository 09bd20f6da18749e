package dev.unpin.testkit.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.http.HttpAnswer;
import dev.unpin.idempotency.Action;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.HttpOperation;
import dev.unpin.idempotency.Idempotency;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** HTTP requests over a store. */
interface HttpTests extends IdempotencyStoreFixture {
    private HttpOperation payments() {
        return Idempotency.create(store()).http("POST /payments", AfterCrash.RERUN);
    }

    private static HttpAnswer answer(
            HttpOperation operation, String key, String body, Action<HttpAnswer, RuntimeException> action) {
        return operation.answer("user", key, body.getBytes(UTF_8), action);
    }

    @Test
    default void aRepeatedRequestGetsTheSameAnswerAndIsToldSo() {
        HttpAnswer first = answer(
                payments(),
                "\"key\"",
                "10 EUR",
                run -> HttpAnswer.json(201, "{\"id\":1}")
                        .withHeader("Location", "/payments/1")
                        .withHeader("Set-Cookie", "secret=1")
                        .withHeader("X-Trace", "abc"));
        HttpAnswer again = answer(payments(), "key", "10 EUR", run -> HttpAnswer.of(500));

        assertEquals(201, first.status());
        assertEquals(Optional.of("secret=1"), first.header("Set-Cookie"));
        assertEquals(Optional.empty(), first.header("Idempotency-Replayed"));
        assertEquals(201, again.status());
        assertArrayEquals(first.body(), again.body());
        assertEquals(
                List.of("Content-Type", "Location", "Idempotency-Replayed"),
                again.headers().stream().map(header -> header.name()).toList());
        assertEquals(Optional.of("/payments/1"), again.header("Location"));
    }

    @Test
    default void bodiesOfEveryKindAndRepeatedFieldsComeBackAsTheyWere() {
        HttpOperation operation = payments().keeping("X-Part");
        byte[] binary = new byte[300];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        HttpAnswer parts = HttpAnswer.bytes(200, "application/octet-stream", binary)
                .withAddedHeader("X-Part", "one")
                .withAddedHeader("x-part", "two");
        for (HttpAnswer given :
                List.of(parts, HttpAnswer.of(204), HttpAnswer.text(200, ""), HttpAnswer.text(404, "no"))) {
            String key = "key-" + given.status() + "-" + given.bodyLength();
            answer(operation, key, "", run -> given);
            HttpAnswer again = answer(operation, key, "", run -> HttpAnswer.of(500));
            assertEquals(given.status(), again.status());
            assertArrayEquals(given.body(), again.body());
            assertEquals(given.withHeader("Idempotency-Replayed", "true").headers(), again.headers(), "header fields");
        }
    }

    @Test
    default void problemsSayWhatToDo() {
        HttpOperation operation = payments();
        assertProblem(400, "idempotency-key-missing", operation.answer("user", null, new byte[0], run -> ok()));
        assertProblem(400, "idempotency-key-malformed", answer(operation, "two words", "", run -> ok()));
        assertProblem(400, "idempotency-key-malformed", answer(operation.strict(), "bare", "", run -> ok()));
        answer(operation, "\"key\"", "10 EUR", run -> {
            HttpAnswer busy = answer(operation, "\"key\"", "10 EUR", inner -> ok());
            assertProblem(409, "idempotency-running", busy);
            assertTrue(Integer.parseInt(busy.header("Retry-After").orElseThrow()) >= 1);
            return ok();
        });
        assertProblem(422, "idempotency-payload-mismatch", answer(operation, "\"key\"", "20 EUR", run -> ok()));
    }

    private static HttpAnswer ok() {
        return HttpAnswer.of(204);
    }

    private static void assertProblem(int status, String code, HttpAnswer answer) {
        assertEquals(status, answer.status());
        assertEquals(Optional.of("application/problem+json"), answer.header("Content-Type"));
        assertTrue(new String(answer.body(), UTF_8).contains("urn:unpin:problem:" + code), answer::toString);
    }

    @Test
    default void whatSaysNothingOfTheRequestItselfIsNotRecorded() {
        HttpOperation operation = payments();
        for (int status : new int[] {401, 403, 429, 500, 502, 503}) {
            AtomicInteger runs = new AtomicInteger();
            assertEquals(
                    status,
                    answer(operation, "k" + status, "", run -> {
                                runs.incrementAndGet();
                                return HttpAnswer.of(status);
                            })
                            .status());
            assertEquals(
                    201,
                    answer(operation, "k" + status, "", run -> {
                                assertEquals(2, run.attempt());
                                runs.incrementAndGet();
                                return HttpAnswer.of(201);
                            })
                            .status());
            assertEquals(2, runs.get());
        }
        HttpOperation careful = Idempotency.create(store()).http("POST /refunds", AfterCrash.REFUSE);
        answer(careful, "401", "", run -> HttpAnswer.of(401));
        assertEquals(204, answer(careful, "401", "", run -> ok()).status());
        answer(careful, "500", "", run -> HttpAnswer.of(500));
        assertProblem(409, "idempotency-unresolved", answer(careful, "500", "", run -> ok()));
    }

    @Test
    default void answersOfTheApplicationsOwnRefusalsAreRecorded() {
        HttpOperation operation = payments();
        answer(operation, "key", "", run -> HttpAnswer.problem(402, "No funds", "The account is empty."));
        HttpAnswer again = answer(operation, "key", "", run -> ok());
        assertEquals(402, again.status());
        assertEquals(Optional.of("application/problem+json"), again.header("Content-Type"));
    }
}
