package dev.unpin.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.unpin.Effect;
import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
    private static final String NOT_NOW = "The service cannot do this now.";
    private static final String WHO_KNOWS =
            "It is not known whether the request took effect. Check before repeating it.";

    @Test
    void aJudgedRequestIsToldWhatWasWrong() {
        HttpAnswer answer =
                HttpAnswer.problem(new LimitExceededException("maxValueBytes", 10, "12 bytes; allowed are 10"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(text(answer))
                .isEqualTo("{\"type\":\"urn:unpin:problem:limit-exceeded\",\"title\":\"Limit exceeded\",\"status\":413,"
                        + "\"detail\":\"12 bytes; allowed are 10\"}");
        assertThat(answer.headers())
                .containsExactly(
                        new HttpHeader("Content-Type", "application/problem+json"),
                        new HttpHeader("Cache-Control", "no-store"));
    }

    @Test
    void noStoreAddressLeavesTheServiceAndTheClientIsToldWhenToComeBack() {
        HttpAnswer answer = HttpAnswer.problem(StoreException.notSent("redis://10.0.0.7:6379 is down", null));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(text(answer)).contains("store-unavailable").doesNotContain("10.0.0.7", "6379", "redis");
    }

    static List<Arguments> aStoresFailureSaysWhenToComeBackUnlessItsOutcomeIsUnknown() {
        return List.of(
                arguments(StoreException.notSent("m", null), "store-unavailable", Optional.of("1"), NOT_NOW),
                arguments(StoreException.refused("m", null), "store-refused", Optional.of("1"), NOT_NOW),
                arguments(StoreException.unknown("m", null), "store-outcome-unknown", Optional.empty(), WHO_KNOWS));
    }

    @ParameterizedTest
    @MethodSource
    void aStoresFailureSaysWhenToComeBackUnlessItsOutcomeIsUnknown(
            StoreException failure, String code, Optional<String> retryAfter, String detail) {
        HttpAnswer answer = HttpAnswer.problem(failure);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo(retryAfter);
        assertThat(text(answer))
                .contains("\"type\":\"urn:unpin:problem:" + code + "\"")
                .endsWith("\"detail\":\"" + detail + "\"}");
    }

    static List<Arguments> theDetailDependsOnStatusAndEffectAlone() {
        return List.of(
                arguments(400, Effect.REFUSED, "what was wrong"),
                arguments(499, Effect.REFUSED, "what was wrong"),
                arguments(500, Effect.REFUSED, NOT_NOW),
                arguments(400, Effect.NOT_SENT, NOT_NOW),
                arguments(599, Effect.NOT_SENT, NOT_NOW),
                arguments(400, Effect.UNKNOWN, WHO_KNOWS),
                arguments(503, Effect.UNKNOWN, WHO_KNOWS));
    }

    @ParameterizedTest
    @MethodSource
    void theDetailDependsOnStatusAndEffectAlone(int status, Effect effect, String detail) {
        HttpAnswer answer = HttpAnswer.problem(new Failure(status, effect, "what was wrong", null));

        assertThat(text(answer)).endsWith("\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @Test
    void anUnknownEffectIsToldAsSuch() {
        HttpAnswer answer = HttpAnswer.problem(StoreException.unknown("10.0.0.7 is silent", null));

        assertThat(text(answer)).contains("not known whether").doesNotContain("10.0.0.7");
    }

    @ParameterizedTest
    @CsvSource({
        "403, REFUSED, true",
        "409, REFUSED, true",
        "409, UNKNOWN, false",
        "409, NOT_SENT, false",
        "503, REFUSED, false",
        "500, NOT_SENT, false"
    })
    void onlyAJudgementsMessageLeaves(int status, Effect effect, boolean leaves) {
        assertThat(text(HttpAnswer.problem(new Failure(status, effect, "inside", null)))
                        .contains("inside"))
                .isEqualTo(leaves);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0", "PT0.001S,1", "PT1S,1", "PT1.000000001S,2", "PT2M,120", "PT-5S,0"})
    void retryAfterIsInWholeSecondsRoundedUp(Duration pause, String seconds) {
        assertThat(HttpAnswer.problem(new Failure(503, Effect.NOT_SENT, "m", pause))
                        .header("Retry-After"))
                .contains(seconds);
    }

    @Test
    void withoutAPauseThereIsNoRetryAfter() {
        assertThat(HttpAnswer.problem(new Failure(409, Effect.REFUSED, "m", null))
                        .header("Retry-After"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 200, 399, 600})
    void anErrorWithANonsenseStatusStillGivesAnAnswer(int status) {
        assertThat(HttpAnswer.problem(new Failure(status, Effect.REFUSED, "m", null))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void anEndlessMessageIsCut() {
        HttpAnswer answer = HttpAnswer.problem(new Failure(400, Effect.REFUSED, "m".repeat(1_000_000), null));

        assertThat(answer.bodyLength()).isLessThan(2000);
    }

    @Test
    void aProblemOfNoParticularTypeSaysWhatItWasGiven() {
        assertThat(text(HttpAnswer.problem(404, "No such page", "There is no /x.")))
                .isEqualTo("{\"type\":\"about:blank\",\"title\":\"No such page\",\"status\":404,"
                        + "\"detail\":\"There is no /x.\"}");
        assertThatIllegalArgumentException().isThrownBy(() -> HttpAnswer.problem(200, "t", "d"));
    }

    static List<Arguments> stringsAreQuotedForStrictParsers() {
        return List.of(
                arguments("plain", "plain"),
                arguments("\"", "\\\""),
                arguments("\\", "\\\\"),
                arguments("/", "/"),
                arguments("<ü>", "<ü>"),
                arguments("\u0000", "\\u0000"),
                arguments("\n", "\\u000a"),
                arguments("\t", "\\u0009"),
                arguments("\u001f", "\\u001f"),
                arguments("\u007f", "\\u007f"),
                arguments("\u0085", "\\u0085"),
                arguments("\u2028", "\\u2028"),
                arguments("\u2029", "\\u2029"),
                arguments("\ud83d\ude00", "\ud83d\ude00"),
                arguments("a\ud83d", "a\ufffd"),
                arguments("\ud83db", "\ufffdb"),
                arguments("\ude00", "\ufffd"),
                arguments("\ude00\ud83d", "\ufffd\ufffd"),
                arguments("\ud83d\ud83d\ude00", "\ufffd\ud83d\ude00"));
    }

    @ParameterizedTest
    @MethodSource
    void stringsAreQuotedForStrictParsers(String given, String quoted) {
        assertThat(Json.quote(given)).isEqualTo("\"" + quoted + "\"");
    }

    @Test
    void everyCharacterBelowSpaceIsEscaped() {
        for (char c = 0; c < ' '; c++) {
            assertThat(Json.quote(String.valueOf(c))).hasSize(8).startsWith("\"\\u00");
        }
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), UTF_8);
    }

    private static final class Failure extends UnpinException {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration pause;

        Failure(int status, Effect effect, String message, @Nullable Duration pause) {
            super("test-failure", effect, status, message, null);
            this.pause = pause;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(pause);
        }
    }
}
