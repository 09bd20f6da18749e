package dev.unpin.codec.jackson;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.unpin.Effect;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that hold no value of the type asked for are refused as unreadable, and nothing they hold is repeated. */
class HostileJsonTest {
    private static final int DEEP = 100_000;

    enum Color {
        RED
    }

    record Node(
            String name,
            int count,
            @Nullable Color color,
            @Nullable Node next) {}

    record Positive(String name, int count) {
        Positive {
            if (count <= 0) {
                throw new IllegalArgumentException("must be positive for " + name);
            }
        }
    }

    private final JacksonCodecs codecs = JacksonCodecs.create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "null",
                "s3cr3t",
                "\"s3cr3t\"",
                "[\"s3cr3t\"]",
                "7",
                "{\"name\":\"s3cr3t\"} s3cr3t",
                "{\"name\":\"s3cr3t\"}{\"name\":\"s3cr3t\"}",
                "{\"name\":\"s3cr3t\"}}",
                "{\"name\":\"s3cr3t",
                "{\"name\":\"s3cr3t\\ud8",
                "{\"name\":\"s3cr3t\\x\"}",
                "{\"name\":\"s3cr3t\n\"}",
                "{name:\"s3cr3t\"}",
                "{'name':'s3cr3t'}",
                "{\"name\":[\"s3cr3t\"]}",
                "{\"name\":{\"s3cr3t\":1}}",
                "{\"name\":\"s3cr3t\",\"count\":\"s3cr3t\"}",
                "{\"name\":\"s3cr3t\",\"count\":[]}",
                "{\"name\":\"s3cr3t\",\"count\":2147483648}",
                "{\"name\":\"s3cr3t\",\"count\":1e999999999}",
                "{\"name\":\"s3cr3t\",\"count\":NaN}",
                "{\"color\":\"s3cr3t\"}",
                "{\"next\":\"s3cr3t\"}",
                "{\"next\":{\"next\":{\"name\":\"s3cr3t\",\"count\":\"s3cr3t\"}}}",
                "{\"s3cr3t\" \"name\"}",
            })
    void whatIsNoValueOfTheTypeIsUnreadable(String json) {
        assertUnreadable(json.getBytes(UTF_8), Node.class);
    }

    @Test
    void everyTruncatedValueIsUnreadable() {
        Codec<Node> codec = codecs.codec(Node.class);
        byte[] json =
                codec.encode(new Node("s3cr3t \u00e4 \ud83c\udf75", 12, Color.RED, new Node("s3cr3t", 0, null, null)));

        for (int length = 0; length < json.length; length++) {
            assertUnreadable(Arrays.copyOf(json, length), Node.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"next\":", "{\"unknown\":", "{\"unknown\":[", "{\"name\":["})
    void endlessNestingIsRefusedBeforeTheStackIsFull(String level) {
        byte[] json = level.repeat(DEEP).getBytes(UTF_8);

        assertUnreadable(json, Node.class);
        assertUnreadable(json, Object.class);
        assertUnreadable(json, List.class);
    }

    @Test
    void twoHundredLevelsAreWrittenAndReadAndOneMoreIsNeither() {
        Codec<Node> codec = codecs.codec(Node.class);
        Node deepest = node(200);

        assertThat(codec.decode(codec.encode(deepest))).isEqualTo(deepest);
        assertThatThrownBy(() -> codec.encode(node(201)))
                .isInstanceOfSatisfying(
                        CodecException.class, e -> assertThat(e.code()).isEqualTo("value-not-encodable"));
        assertUnreadable(("{\"next\":".repeat(200) + "{}" + "}".repeat(200)).getBytes(UTF_8), Node.class);
    }

    @Test
    void endlessNestingIsUnreadableByAMapperWithoutALimit() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(Integer.MAX_VALUE)
                        .build())
                .build();
        Codec<Node> codec = JacksonCodecs.create(new ObjectMapper(factory)).codec(Node.class);

        assertUnreadable(
                catchThrowable(() -> codec.decode("{\"next\":".repeat(DEEP).getBytes(UTF_8))), "nested");
    }

    private static Node node(int levels) {
        Node node = new Node("deepest", 0, null, null);
        for (int level = 1; level < levels; level++) {
            node = new Node("", 0, null, node);
        }
        return node;
    }

    @Test
    void hugeNumbersAreRefusedBeforeTheyAreWorkedOut() {
        byte[] digits = "9".repeat(DEEP).getBytes(UTF_8);

        for (Class<?> type : List.of(Integer.class, Long.class, Double.class, BigInteger.class, BigDecimal.class)) {
            assertUnreadable(digits, type);
        }
        assertUnreadable("1e999999999".getBytes(UTF_8), BigInteger.class);
        assertUnreadable("1e99999999999".getBytes(UTF_8), BigDecimal.class);
        assertUnreadable("9223372036854775808".getBytes(UTF_8), Long.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080", // a continuation of nothing
                "\u00ff",
                "\u00fe",
                "\u00c3(", // a first byte without its second
                "\u00e2\u0082(",
                "\u00f0\u009f\u008d(",
                "\u00f8\u0088\u0080\u0080\u0080", // five bytes
            })
    void brokenUtf8IsUnreadable(String bytes) {
        assertUnreadable(("{\"name\":\"s3cr3t" + bytes + "\"}").getBytes(ISO_8859_1), Node.class);
        assertUnreadable(("{\"s3cr3t" + bytes + "\":1}").getBytes(ISO_8859_1), Node.class);
        assertUnreadable(("{\"name\":\"s3cr3t" + bytes).getBytes(ISO_8859_1), Node.class);
    }

    @Test
    void otherEncodingsNeverShowWhatTheyHold() {
        for (String encoding : List.of("UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")) {
            byte[] bytes = "{\"name\":\"s3cr3t\",\"count\":\"s3cr3t\"}".getBytes(Charset.forName(encoding));
            assertUnreadable(bytes, Node.class);
            bytes[bytes.length / 2] = (byte) 0x7f;
            bytes[bytes.length / 2 + 1] = (byte) 0x73;
            bytes[bytes.length / 2 + 2] = (byte) 0x33;
            assertUnreadable(bytes, Node.class);
        }
        assertUnreadable(new byte[] {0, 0, 0, '"', 's', '3', 'c', 'r'}, Node.class);
    }

    @Test
    void whatAConstructorRefusesIsUnreadable() {
        assertUnreadable("{\"name\":\"s3cr3t\",\"count\":0}".getBytes(UTF_8), Positive.class);
    }

    @Test
    void whatADeserializerOfTheUsersRefusesIsUnreadable() {
        ObjectMapper mapper = new ObjectMapper()
                .registerModule(new SimpleModule().addDeserializer(Positive.class, new NeverPositive()));
        Codec<Positive> codec = JacksonCodecs.create(mapper).codec(Positive.class);

        assertUnreadable(catchThrowable(() -> codec.decode("\"s3cr3t\"".getBytes(UTF_8))), "s3cr3t");
    }

    private void assertUnreadable(byte[] bytes, Class<?> type) {
        assertUnreadable(catchThrowable(() -> codecs.codec(type).decode(bytes)), new String(bytes, ISO_8859_1));
    }

    private static void assertUnreadable(@Nullable Throwable thrown, String input) {
        String start = input.substring(0, Math.min(200, input.length()));
        assertThat(thrown).as(start).isInstanceOfSatisfying(CodecException.class, e -> {
            assertThat(e.code()).isEqualTo("value-unreadable");
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(Messages.of(e))
                    .as(start)
                    .doesNotContain("s3cr3t", "73336372")
                    .hasSizeLessThan(1000);
        });
    }

    private static final class NeverPositive extends StdDeserializer<Positive> {
        NeverPositive() {
            super(Positive.class);
        }

        @Override
        public Positive deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            throw new IllegalStateException("no such thing as " + parser.getText());
        }
    }
}
