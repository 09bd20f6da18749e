package dev.unpin.codec.jackson;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.unpin.codec.Codec;
import dev.unpin.codec.Codecs;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Codecs that write values as JSON, with Jackson. Immutable and thread-safe; made once per service.
 *
 * <p>By default, unknown properties are passed over, so that releases of a service can live side by side during a
 * rolling deploy. The class to read is always the one that the code names: a mapper with default typing, which takes
 * class names from the stored bytes, is refused. Hostile bytes cost bounded time and memory by Jackson's
 * {@code StreamReadConstraints}.
 */
public final class JacksonCodecs implements Codecs {
    /** Jackson's own 1,000 are more than a thread's stack has room for where records hold records. */
    private static final int MAX_LEVELS = 200;

    private final ObjectMapper mapper;
    private final ConcurrentHashMap<JavaType, Codec<?>> codecs = new ConcurrentHashMap<>();

    private JacksonCodecs(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Makes codecs with Jackson's defaults, except that unknown properties are passed over, text after the value is
     * refused, and values have at most 200 levels, when they are written and when they are read.
     *
     * @return codecs for records and classes; for {@code java.time} give a mapper with its module
     */
    public static JacksonCodecs create() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_LEVELS)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_LEVELS)
                        .build())
                .build();
        return new JacksonCodecs(JsonMapper.builder(factory)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());
    }

    /**
     * Makes codecs with a mapper of the user's.
     *
     * @param mapper copied, so that later changes of it have no effect
     * @return codecs with its settings
     * @throws IllegalArgumentException if the mapper has default typing
     */
    public static JacksonCodecs create(ObjectMapper mapper) {
        if (mapper.getDeserializationConfig().getDefaultTyper(mapper.constructType(Object.class)) != null) {
            throw new IllegalArgumentException(
                    "the mapper has default typing, by which stored bytes choose the class to load;"
                            + " give one without, and name subtypes by @JsonTypeInfo(use = NAME)");
        }
        return new JacksonCodecs(mapper.copy());
    }

    @Override
    public <T> Codec<T> codec(Class<T> type) {
        return codec(mapper.constructType(type));
    }

    /**
     * Returns the codec for a generic type, for instance for {@code SessionKey.of("tags", codecs.codec(new
     * TypeReference<List<String>>() {}))}.
     *
     * @param <T> the type of the values
     * @param type names it
     * @return its codec
     */
    public <T> Codec<T> codec(TypeReference<T> type) {
        return codec(mapper.constructType(type));
    }

    // Every codec is stored under its own type.
    @SuppressWarnings("unchecked")
    private <T> Codec<T> codec(JavaType type) {
        return (Codec<T>) codecs.computeIfAbsent(type, missing -> new JacksonCodec<T>(mapper, missing));
    }
}
