package dev.unpin.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    @Test
    void headersKeepTheirOrderAndMayRepeat() {
        HttpAnswer answer = HttpAnswer.of(200)
                .withAddedHeader("Set-Cookie", "a=1")
                .withHeader("Vary", "Cookie")
                .withAddedHeader("set-cookie", "b=2");

        assertThat(answer.headers())
                .containsExactly(
                        new HttpHeader("Set-Cookie", "a=1"),
                        new HttpHeader("Vary", "Cookie"),
                        new HttpHeader("set-cookie", "b=2"));
        assertThat(answer.header("SET-COOKIE")).contains("a=1");
        assertThat(answer.header("ETag")).isEmpty();
    }

    @Test
    void withHeaderReplacesEveryFieldOfItsNameInAnyCase() {
        HttpAnswer answer = HttpAnswer.json(200, "{}")
                .withAddedHeader("CONTENT-TYPE", "text/x")
                .withHeader("content-type", "application/merge-patch+json");

        assertThat(answer.headers()).containsExactly(new HttpHeader("content-type", "application/merge-patch+json"));
    }

    @Test
    void eachShorthandSetsItsTypeAndEncodesAsUtf8() {
        assertThat(HttpAnswer.json(201, "{\"a\":\"ü\"}"))
                .satisfies(a -> assertAnswer(a, 201, "application/json", "{\"a\":\"ü\"}"));
        assertThat(HttpAnswer.text(200, "ü")).satisfies(a -> assertAnswer(a, 200, "text/plain; charset=utf-8", "ü"));
        assertThat(HttpAnswer.html(404, "<p>ü"))
                .satisfies(a -> assertAnswer(a, 404, "text/html; charset=utf-8", "<p>ü"));
        assertThat(HttpAnswer.of(204).headers()).isEmpty();
        assertThat(HttpAnswer.of(204).bodyLength()).isZero();
    }

    @Test
    void nobodyOutsideCanChangeTheBody() throws IOException {
        byte[] given = {1, 2};
        HttpAnswer answer = HttpAnswer.bytes(200, "application/octet-stream", given);
        given[0] = 9;
        answer.body()[1] = 9;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        answer.writeBodyTo(written);

        assertThat(answer.body()).containsExactly(1, 2);
        assertThat(written.toByteArray()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 199, 600, Integer.MAX_VALUE})
    void aStatusThatIsNoFinalAnswerIsRefused(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpAnswer.of(status))
                .withMessageContaining(Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void aBodyWhereHttpForbidsOneIsRefused(int status) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpAnswer.text(status, "x"));
        assertThat(HttpAnswer.text(status, "").bodyLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n", "é", "a\u0000"})
    void aHeaderNameThatIsNoTokenIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpAnswer.of(200).withHeader(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: evil=1", "a\n", "\r", "\u0000", "\u007f", "é", "\u0085", "\u2028"})
    void aHeaderValueCannotSplitTheAnswer(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpAnswer.of(200).withHeader("Location", value))
                .withMessageContaining("Location")
                .withMessageNotContaining("evil");
    }

    @Test
    void neitherCookiesNorBodyAreShown() {
        HttpAnswer answer = HttpAnswer.text(200, "secret").withHeader("Set-Cookie", "s=secret");

        assertThat(answer.toString())
                .isEqualTo("HttpAnswer[200, [HttpHeader[Content-Type], HttpHeader[Set-Cookie]], 6 bytes]");
    }

    private static void assertAnswer(HttpAnswer answer, int status, String type, String body) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsExactly(new HttpHeader("Content-Type", type));
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(body);
        assertThat(answer.bodyLength()).isEqualTo(body.getBytes(UTF_8).length);
    }
}
