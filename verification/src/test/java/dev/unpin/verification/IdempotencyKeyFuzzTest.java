package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.http.IdempotencyKey;
import dev.unpin.http.IdempotencyKey.Status;
import dev.unpin.http.IdempotencyKey.Style;

/** What a client may put into an {@code Idempotency-Key} header: a byte of the input is a character, as in HTTP. */
class IdempotencyKeyFuzzTest {
    @FuzzTest
    void whatIsReadIsAKeyThatCanBeWrittenAndReadAgain(byte[] input) {
        String header = new String(input, ISO_8859_1);

        IdempotencyKey strict = IdempotencyKey.parse(header, Style.STRICT);
        IdempotencyKey lenient = IdempotencyKey.parse(header, Style.LENIENT);

        assertThat(strict.value().isPresent()).isEqualTo(strict.status() == Status.PRESENT);
        assertThat(lenient.value().isPresent()).isEqualTo(lenient.status() == Status.PRESENT);
        strict.value().ifPresent(key -> assertThat(lenient.value()).contains(key));
        lenient.value().ifPresent(key -> {
            assertThat(key).hasSizeBetween(1, IdempotencyKey.MAX_LENGTH).matches("[ -~]+");
            String written = '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            assertThat(IdempotencyKey.parse(written, Style.STRICT).value()).contains(key);
        });
    }
}
