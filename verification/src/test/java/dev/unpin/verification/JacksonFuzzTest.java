package dev.unpin.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.codec.jackson.JacksonCodecs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a stored value may have become: it is read, and then can be written, or it is refused as unreadable. */
class JacksonFuzzTest {
    enum Color {
        RED,
        GREEN
    }

    record Everything(
            @Nullable String text,
            int count,
            long number,
            double weight,
            boolean flag,
            char letter,
            @Nullable BigDecimal amount,
            @Nullable BigInteger big,
            @Nullable Color color,
            @Nullable List<String> tags,
            @Nullable Map<String, Integer> counts,
            @Nullable Object any,
            @Nullable Everything next) {}

    private static final Codec<Everything> EVERYTHING = JacksonCodecs.create().codec(Everything.class);
    private static final Codec<Object> ANYTHING = JacksonCodecs.create().codec(Object.class);

    @FuzzTest
    void anyBytesAreAValueOrUnreadable(byte[] input) {
        decode(EVERYTHING, input).ifPresent(value -> {
            byte[] written = EVERYTHING.encode(value);
            assertThat(EVERYTHING.encode(EVERYTHING.decode(written))).isEqualTo(written);
        });
        decode(ANYTHING, input).ifPresent(value -> {
            byte[] written = ANYTHING.encode(value);
            assertThat(ANYTHING.encode(ANYTHING.decode(written))).isEqualTo(written);
        });
    }

    private static <T> Optional<T> decode(Codec<T> codec, byte[] input) {
        try {
            return Optional.of(codec.decode(input));
        } catch (CodecException e) {
            assertThat(e.code()).isEqualTo("value-unreadable");
            assertThat(e.getMessage()).startsWith("the stored JSON cannot be read as ");
            Throwable cause = e.getCause();
            if (cause != null) {
                assertThat(cause.getMessage())
                        .as("no more than a class's name")
                        .matches("[a-z.]+\\.[A-Za-z]+(Exception|Error)");
                assertThat(cause.getCause()).isNull();
            }
            return Optional.empty();
        }
    }
}
