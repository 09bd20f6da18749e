package dev.unpin.codec.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import java.io.IOException;
import java.util.Objects;

/** JSON for one type. */
final class JacksonCodec<T> implements Codec<T> {
    private final JavaType type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    JacksonCodec(ObjectMapper mapper, JavaType type) {
        this.type = type;
        this.reader = mapper.readerFor(type);
        this.writer = mapper.writerFor(type);
    }

    @Override
    public byte[] encode(T value) {
        Objects.requireNonNull(value, "value");
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException | RuntimeException e) {
            throw CodecException.notEncodable(type.toCanonical() + " cannot be written as JSON", withoutContent(e));
        }
    }

    @Override
    public T decode(byte[] bytes) {
        T value;
        try {
            value = reader.readValue(bytes);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Jackson lets some of what its number parsers and users' deserializers throw pass as it is, and a
            // user's mapper may allow more levels than the stack has room for. Nothing was changed on the way here.
            throw CodecException.unreadable(notReadable(), withoutContent(e));
        }
        if (value == null) {
            throw CodecException.unreadable(notReadable() + ": it is null", null);
        }
        return value;
    }

    private String notReadable() {
        return "the stored JSON cannot be read as " + type.toCanonical();
    }

    /** Messages of Jackson and the JDK quote the values they stumble over, and those are nobody's business. */
    private static Throwable withoutContent(Throwable e) {
        IOException safe = new IOException(e.getClass().getName());
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }
}
