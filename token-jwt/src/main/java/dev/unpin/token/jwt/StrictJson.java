package dev.unpin.token.jwt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object that every strict parser would read alike (RFC 8259, RFC 7493), or refuses it: well-formed
 * UTF-8 without BOM, no member twice, nothing after it, no NUL, no half surrogate pair, nesting and numbers within
 * bounds. Values are strings, booleans, {@link Long}, {@link BigDecimal}, nulls, lists and maps.
 */
final class StrictJson {
    /** Nobody nests claims deeper; 1 is the object itself. */
    static final int MAX_DEPTH = 16;

    private static final int MAX_NUMBER_LENGTH = 64;
    /** The exponents of double end near it; what is beyond only costs time in arithmetic. */
    private static final int MAX_EXPONENT = 400;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxNameLength(256)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names come from strangers: they must not stay in a table that all share.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private StrictJson() {}

    /** The message of a {@link MalformedException} shows nothing of what was read. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }
    }

    static Map<String, @Nullable Object> object(byte[] utf8) throws MalformedException {
        char[] text = decode(utf8);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("it is no JSON object");
            }
            Map<String, @Nullable Object> object = readObject(parser);
            if (parser.nextToken() != null) {
                throw new MalformedException("something follows the JSON object");
            }
            return object;
        } catch (IOException e) {
            // Without its cause: Jackson's messages quote what they read.
            throw new MalformedException("it is no strict JSON");
        }
    }

    private static Map<String, @Nullable Object> readObject(JsonParser parser) throws IOException, MalformedException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            checkText(name);
            members.put(name, readValue(parser, parser.nextToken()));
        }
        return members;
    }

    private static List<@Nullable Object> readArray(JsonParser parser) throws IOException, MalformedException {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(readValue(parser, token));
        }
        return items;
    }

    private static @Nullable Object readValue(JsonParser parser, JsonToken token)
            throws IOException, MalformedException {
        return switch (token) {
            case VALUE_STRING -> checkText(parser.getText());
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getDecimalValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> checkNumber(parser.getDecimalValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            default -> throw new MalformedException("it is no strict JSON");
        };
    }

    private static BigDecimal checkNumber(BigDecimal number) throws MalformedException {
        if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
            throw new MalformedException("a number is out of all proportion");
        }
        return number;
    }

    private static String checkText(String text) throws MalformedException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new MalformedException("a string holds NUL");
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new MalformedException("a string holds half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private static char[] decode(byte[] utf8) throws MalformedException {
        char[] chars = new char[utf8.length];
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i] < 0) {
                return decodeBeyondAscii(utf8);
            }
            chars[i] = (char) utf8[i];
        }
        return chars;
    }

    private static char[] decodeBeyondAscii(byte[] utf8) throws MalformedException {
        try {
            CharBuffer decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8));
            char[] chars = new char[decoded.remaining()];
            decoded.get(chars);
            return chars;
        } catch (CharacterCodingException e) {
            throw new MalformedException("it is no UTF-8");
        }
    }
}
