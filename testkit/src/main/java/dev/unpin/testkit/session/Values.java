package dev.unpin.testkit.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.codec.Codec;
import dev.unpin.session.SessionKey;
import java.util.function.Function;

/** Keys whose values need no library to be encoded. */
final class Values {
    private Values() {}

    static SessionKey<String> text(String name) {
        return SessionKey.of(name, codec(Function.identity())).orElse(() -> "");
    }

    static SessionKey<Integer> number(String name) {
        return SessionKey.of(name, codec(Integer::valueOf)).orElse(() -> 0);
    }

    private static <T> Codec<T> codec(Function<String, T> read) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                return value.toString().getBytes(UTF_8);
            }

            @Override
            public T decode(byte[] bytes) {
                return read.apply(new String(bytes, UTF_8));
            }
        };
    }
}
