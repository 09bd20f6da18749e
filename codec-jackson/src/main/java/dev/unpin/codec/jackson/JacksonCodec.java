package dev.unpin.codec.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

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
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw CodecException.notEncodable(type.toCanonical() + " cannot be written as JSON", withoutContent(e));
        }
    }

    @Override
    public T decode(byte[] bytes) {
        T value;
        try {
            value = reader.readValue(bytes);
        } catch (JsonProcessingException e) {
            throw CodecException.unreadable(notReadable(), withoutContent(e));
        } catch (IOException e) {
            throw CodecException.unreadable(notReadable(), e);
        }
        if (value == null) {
            throw CodecException.unreadable(notReadable() + ": it is null", null);
        }
        return value;
    }

    private String notReadable() {
        return "the stored JSON cannot be read as " + type.toCanonical();
    }

    /** Jackson's messages quote the values they stumble over, and those are nobody's business. */
    private static @Nullable Throwable withoutContent(JsonProcessingException e) {
        e.clearLocation();
        IOException safe = new IOException(e.getClass().getSimpleName());
        safe.setStackTrace(e.getStackTrace());
        return safe;
    }
}
