package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes headers and claims. */
final class TokenJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private TokenJson() {}

    static byte[] write(Map<String, ? extends @Nullable Object> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            writeValue(json, members);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** How many bytes a member takes, its name and punctuation included. */
    static int size(String name, @Nullable Object value) {
        return write(Collections.singletonMap(name, value)).length - 1;
    }

    private static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(UTF_8);
            // A half surrogate pair or NUL: no strict parser would take the token, ours first.
            if (text.indexOf(0) >= 0 || !new String(utf8, UTF_8).equals(text)) {
                throw new IllegalArgumentException("a claim holds NUL or half a surrogate pair");
            }
            json.writeString(text);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Long whole) {
            json.writeNumber(whole);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof List<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                writeValue(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                json.writeFieldName((String) member.getKey());
                writeValue(json, member.getValue());
            }
            json.writeEndObject();
        } else {
            throw new IllegalArgumentException(
                    "JSON has nothing for " + value.getClass().getName());
        }
    }
}
