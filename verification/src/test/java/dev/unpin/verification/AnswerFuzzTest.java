package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unpin.LimitExceededException;
import dev.unpin.http.HttpAnswer;
import dev.unpin.http.HttpHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** Whatever an answer is made of, it is one answer, and a problem is JSON that others can read. */
class AnswerFuzzTest {
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * Two bytes of the input are a character, so that halves of surrogate pairs appear; title and detail share them.
     */
    @FuzzTest
    void anyProblemIsJsonThatSaysWhatItWasGiven(byte[] input) throws IOException {
        String text = ByteBuffer.wrap(input).asCharBuffer().toString().substring(0, Math.min(2_000, input.length / 2));
        String title = text.substring(0, text.length() / 2);
        String detail = text.substring(text.length() / 2);

        JsonNode given = json(HttpAnswer.problem(404, title, detail));
        assertThat(given.get("title").textValue()).isEqualTo(wellFormed(title));
        assertThat(given.get("detail").textValue()).isEqualTo(wellFormed(detail));
        assertThat(given.get("status").intValue()).isEqualTo(404);
        assertThat(given.get("type").textValue()).isEqualTo("about:blank");

        JsonNode thrown = json(HttpAnswer.problem(new LimitExceededException("limit", 1, detail)));
        assertThat(thrown.get("detail").textValue())
                .isEqualTo(wellFormed(detail.substring(0, Math.min(1000, detail.length()))));
    }

    /** The input's first line is a name, the rest a value. */
    @FuzzTest
    void noHeaderSplitsAnAnswer(byte[] input) {
        String text = new String(input, ISO_8859_1);
        int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
        String name = text.substring(0, end);
        String value = text.substring(Math.min(end + 1, text.length()));

        try {
            HttpAnswer answer = HttpAnswer.of(200).withHeader(name, value);

            assertThat(answer.headers()).containsExactly(new HttpHeader(name, value));
            assertThat(name).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
            assertThat(value).matches("[\t -~]*");
            assertThat(answer.toString()).isEqualTo("HttpAnswer[200, [HttpHeader[" + name + "]], 0 bytes]");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).matches("[ -~\\x{a0}-\\x{ff}]+");
            assertThat(e.getCause()).isNull();
        }
    }

    private static JsonNode json(HttpAnswer answer) throws IOException {
        assertThat(answer.header("Content-Type")).contains("application/problem+json");
        return STRICT.readTree(answer.body());
    }

    private static String wellFormed(String text) {
        int[] codePoints = text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                .toArray();
        return IntStream.of(codePoints)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
