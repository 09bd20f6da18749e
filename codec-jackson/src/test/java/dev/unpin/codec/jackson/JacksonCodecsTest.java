package dev.unpin.codec.jackson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written is what is read, by the class that the code names and by no other. */
class JacksonCodecsTest {
    enum Size {
        SMALL,
        LARGE
    }

    record Price(String currency, BigDecimal amount) {}

    record Line(
            String article,
            int count,
            @Nullable Price price,
            @Nullable Size size) {}

    record Order(long number, List<Line> lines, Map<String, String> notes, boolean gift) {}

    private static final Order ORDER = new Order(
            Long.MAX_VALUE,
            List.of(
                    new Line("tea \"green\" \\ ü \ud83c\udf75 \u0000", 2, price("12.3400"), Size.SMALL),
                    new Line("", Integer.MIN_VALUE, null, null)),
            Map.of("to", "Ada", "", "empty"),
            true);

    private final JacksonCodecs codecs = JacksonCodecs.create();

    @Test
    void recordsInRecordsComeBackAsTheyWere() {
        Codec<Order> codec = codecs.codec(Order.class);

        assertThat(codec.decode(codec.encode(ORDER))).isEqualTo(ORDER);
    }

    @Test
    void textComesBackEvenWhereItIsNoUnicode() {
        Codec<String> codec = codecs.codec(String.class);

        for (String text : List.of("", "\u0000\u007f\u0085\u2028", "\ud83c\udf75", "\ud83c alone", "\udf75\ud83c")) {
            assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void numbersOfAnySizeComeBackToTheLastDigit() {
        Codec<BigInteger> integers = codecs.codec(BigInteger.class);
        Codec<BigDecimal> decimals = codecs.codec(BigDecimal.class);
        Codec<Double> doubles = codecs.codec(Double.class);
        BigInteger big = BigInteger.TEN.pow(900).subtract(BigInteger.ONE);
        BigDecimal fine = new BigDecimal("0." + "1".repeat(100));

        assertThat(integers.decode(integers.encode(big))).isEqualTo(big);
        assertThat(decimals.decode(decimals.encode(fine))).isEqualTo(fine);
        for (Double each : List.of(0.1, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, Double.NaN)) {
            assertThat(doubles.decode(doubles.encode(each))).isEqualTo(each);
        }
    }

    @Test
    void typesWithParametersAreNamedByATypeReference() {
        Codec<Map<String, List<Line>>> codec = codecs.codec(new TypeReference<Map<String, List<Line>>>() {});
        Map<String, List<Line>> baskets = Map.of("now", ORDER.lines(), "later", List.of());

        Map<String, List<Line>> read = codec.decode(codec.encode(baskets));

        assertThat(read).isEqualTo(baskets);
        assertThat(read.get("now")).hasOnlyElementsOfType(Line.class);
    }

    @Test
    void oneTypeHasOneCodecHoweverItIsNamed() {
        assertThat(codecs.codec(Line.class)).isSameAs(codecs.codec(new TypeReference<Line>() {}));
        assertThat(codecs.codec(new TypeReference<List<String>>() {}))
                .isSameAs(codecs.codec(new TypeReference<List<String>>() {}))
                .isNotSameAs(codecs.codec(new TypeReference<List<Integer>>() {}));
    }

    @Test
    void whatThisReleaseDoesNotKnowIsPassedOver() {
        assertThat(line("{\"article\":\"tea\",\"later\":{\"deep\":[1,{\"x\":null}]},\"count\":1,\"x\":\"y\"}"))
                .isEqualTo(new Line("tea", 1, null, null));
    }

    @Test
    void whatAnEarlierReleaseDidNotWriteIsJavasDefault() {
        Order order = codecs.codec(Order.class).decode("{\"number\":7}".getBytes(UTF_8));

        assertThat(order.number()).isEqualTo(7);
        assertThat(order.lines()).isNull();
        assertThat(order.notes()).isNull();
        assertThat(order.gift()).isFalse();
    }

    @Test
    void whatCannotBeWrittenIsRefusedWithoutShowingIt() {
        List<Object> endless = new ArrayList<>(List.of("s3cr3t"));
        endless.add(endless);

        for (Object value : List.of(new NoProperties(), new Exploding("s3cr3t"), endless)) {
            assertThatThrownBy(() -> encode(value), value.getClass().getName())
                    .isInstanceOfSatisfying(CodecException.class, e -> {
                        assertThat(e.code()).isEqualTo("value-not-encodable");
                        assertThat(e).hasMessageContaining(value.getClass().getName());
                        assertThat(Messages.of(e)).doesNotContain("s3cr3t");
                    });
        }
    }

    private static final PolymorphicTypeValidator ANYTHING = BasicPolymorphicTypeValidator.builder()
            .allowIfBaseType(Object.class)
            .build();

    static List<UnaryOperator<ObjectMapper>> aMapperThatTakesClassNamesFromTheBytesIsRefused() {
        return List.of(
                mapper -> mapper.activateDefaultTyping(ANYTHING),
                mapper -> mapper.activateDefaultTyping(ANYTHING, ObjectMapper.DefaultTyping.NON_FINAL),
                mapper -> mapper.activateDefaultTyping(
                        ANYTHING, ObjectMapper.DefaultTyping.JAVA_LANG_OBJECT, JsonTypeInfo.As.WRAPPER_ARRAY),
                mapper -> mapper.activateDefaultTypingAsProperty(
                        ANYTHING, ObjectMapper.DefaultTyping.OBJECT_AND_NON_CONCRETE, "@c"),
                mapper -> mapper.setDefaultTyping(
                        new ObjectMapper.DefaultTypeResolverBuilder(ObjectMapper.DefaultTyping.NON_FINAL, ANYTHING)
                                .init(JsonTypeInfo.Id.CLASS, null)
                                .inclusion(JsonTypeInfo.As.PROPERTY)));
    }

    @ParameterizedTest
    @MethodSource
    void aMapperThatTakesClassNamesFromTheBytesIsRefused(UnaryOperator<ObjectMapper> withTyping) {
        ObjectMapper mapper = withTyping.apply(new ObjectMapper());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JacksonCodecs.create(mapper))
                .withMessageContaining("@JsonTypeInfo(use = NAME)");
        assertThat(JacksonCodecs.create(mapper.deactivateDefaultTyping())).isNotNull();
    }

    @Test
    void classNamesInTheBytesAreTextLikeAnyOther() {
        Codec<Object> codec = codecs.codec(Object.class);
        String json = "[\"java.io.File\",{\"@class\":\"java.io.File\",\"path\":\"/\"}]";

        assertThat(codec.decode(json.getBytes(UTF_8)))
                .isEqualTo(List.of("java.io.File", Map.of("@class", "java.io.File", "path", "/")));
    }

    @Test
    void aMapperOfTheUsersRulesAndIsCopied() {
        ObjectMapper mapper = new ObjectMapper()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE);
        JacksonCodecs own = JacksonCodecs.create(mapper);
        Codec<Price> before = own.codec(Price.class);

        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.activateDefaultTyping(ANYTHING, ObjectMapper.DefaultTyping.NON_FINAL);

        assertThat(new String(before.encode(price("1")), UTF_8)).isEqualTo("{\"Currency\":\"EUR\",\"Amount\":1}");
        Codec<Line> after = own.codec(Line.class);
        assertThat(new String(after.encode(new Line("tea", 1, null, null)), UTF_8))
                .isEqualTo("{\"Article\":\"tea\",\"Count\":1,\"Price\":null,\"Size\":null}");
        assertThat(after.decode("{\"Article\":\"tea\",\"x\":1}".getBytes(UTF_8)).article())
                .isEqualTo("tea");
    }

    @Test
    void manyThreadsShareThem() throws Exception {
        int threads = 8;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                all.add(executor.submit(() -> roundTrips(number, start)));
            }
            for (Future<Integer> each : all) {
                assertThat(each.get()).isEqualTo(500);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private int roundTrips(int number, CyclicBarrier start) throws Exception {
        start.await(); // so that the first codec of each type is asked for by all at once
        int right = 0;
        for (int i = 0; i < 500; i++) {
            Order order = new Order((long) number * 1000 + i, ORDER.lines(), Map.of("n", "" + i), i % 2 == 0);
            Codec<Order> codec = codecs.codec(Order.class);
            right += codec.decode(codec.encode(order)).equals(order) ? 1 : 0;
        }
        return right;
    }

    private Line line(String json) {
        return codecs.codec(Line.class).decode(json.getBytes(UTF_8));
    }

    private byte[] encode(Object value) {
        @SuppressWarnings("unchecked")
        Class<Object> type = (Class<Object>) value.getClass();
        return codecs.codec(type).encode(value);
    }

    private static Price price(String amount) {
        return new Price("EUR", new BigDecimal(amount));
    }

    static final class NoProperties {}

    record Exploding(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("cannot show " + text);
        }
    }
}
