package dev.unpin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.http.IdempotencyKey.Status;
import dev.unpin.http.IdempotencyKey.Style;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static IdempotencyKey strict(String header) {
        return IdempotencyKey.parse(header, Style.STRICT);
    }

    private static IdempotencyKey lenient(String header) {
        return IdempotencyKey.parse(header, Style.LENIENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"8e03978e-40d5-43e8-bc93-6894a57f9324\" | 8e03978e-40d5-43e8-bc93-6894a57f9324",
                "\"a b;c,d\" | a b;c,d",
                "\"a\\\"b\\\\c\" | a\"b\\c",
                "\"~!\" | ~!"
            })
    void aStringIsReadAsStructuredFieldsSay(String header, String key) {
        assertThat(strict(header).value()).contains(key);
        assertThat(lenient(header).value()).contains(key);
        assertThat(strict(" \t" + header + " ").value()).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"", "\"\"", "\"open", "\"a\" ", "\"a\"b", "\"a\"\"b\"", "\"a\", \"b\"", "\"a\";p=1", "\"a\\b\"",
                        "\"a\\",
                "\"\u00e9\"", "\"a\u0000\"", "\"a\tb\"", "\"a\u007f\"", "a b", "a,b", "a;b", "a\\b", "a\"b",
                        "caf\u00e9",
                "a\u0000", "a\nb"
            })
    void whatIsNoKeyIsMalformed(String header) {
        boolean onlyBlankAround = header.equals("\"a\" ");
        assertThat(strict(header).status()).isEqualTo(onlyBlankAround ? Status.PRESENT : Status.MALFORMED);
        assertThat(lenient(header).status()).isEqualTo(onlyBlankAround ? Status.PRESENT : Status.MALFORMED);
        assertThat(lenient(header).value().isPresent()).isEqualTo(onlyBlankAround);
    }

    @Test
    void aBareKeyIsTheSameKeyUnlessStrict() {
        assertThat(lenient("8e03978e").value())
                .isEqualTo(lenient("\"8e03978e\"").value());
        assertThat(strict("8e03978e").status()).isEqualTo(Status.MALFORMED);
    }

    @Test
    void noHeaderIsAbsent() {
        assertThat(IdempotencyKey.parse(null, Style.LENIENT).status()).isEqualTo(Status.ABSENT);
        assertThat(lenient("").status()).isEqualTo(Status.ABSENT);
        assertThat(strict(" \t ").status()).isEqualTo(Status.ABSENT);
    }

    @Test
    void lengthIsBounded() {
        assertThat(lenient("x".repeat(255)).status()).isEqualTo(Status.PRESENT);
        assertThat(lenient("x".repeat(256)).status()).isEqualTo(Status.MALFORMED);
        assertThat(strict("\"" + "x".repeat(255) + "\"").status()).isEqualTo(Status.PRESENT);
        assertThat(strict("\"" + "x".repeat(256) + "\"").status()).isEqualTo(Status.MALFORMED);
        assertThat(strict("\"" + "\\\"".repeat(255) + "\"").value()).contains("\"".repeat(255));
        assertThat(strict("\"" + "\\\"".repeat(256) + "\"").status()).isEqualTo(Status.MALFORMED);
        assertThat(lenient("x".repeat(10_000_000)).status()).isEqualTo(Status.MALFORMED);
    }

    @Test
    void everyKeyIsReadAsItWasWritten() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder key = new StringBuilder();
            for (int length = 1 + random.nextInt(40); length > 0; length--) {
                key.append((char) (' ' + random.nextInt('~' - ' ' + 1)));
            }
            String written = '"' + key.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            assertThat(strict(written).value()).as("seed 11, case %d", i).contains(key.toString());
        }
    }

    @Test
    void theKeyIsNotShown() {
        assertThat(lenient("secret")).hasToString("IdempotencyKey[PRESENT]");
    }
}
