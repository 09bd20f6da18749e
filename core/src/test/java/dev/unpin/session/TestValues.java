package dev.unpin.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import java.util.Optional;

/** Keys and codecs for tests, and the client's side of a cookie. */
final class TestValues {
    static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, UTF_8);
        }
    };

    static final Codec<Integer> NUMBER = new Codec<>() {
        @Override
        public byte[] encode(Integer value) {
            return value.toString().getBytes(UTF_8);
        }

        @Override
        public Integer decode(byte[] bytes) {
            try {
                return Integer.valueOf(new String(bytes, UTF_8));
            } catch (NumberFormatException e) {
                throw CodecException.unreadable("not a number", null);
            }
        }
    };

    static final SessionKey<String> CART = SessionKey.of("cart", TEXT);
    static final SessionKey<Integer> COUNT = SessionKey.of("count", NUMBER).orElse(() -> 0);

    private TestValues() {}

    /** What a client sends back: the pair without the attributes. */
    static String cookie(Optional<String> setCookie) {
        String header = setCookie.orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }
}
