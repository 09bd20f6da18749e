package dev.unpin.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.codec.Codec;
import dev.unpin.session.SessionKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A value that remembers every update made to it, so that one made twice shows. */
record Tokens(List<String> all) {
    static final SessionKey<Tokens> KEY = SessionKey.of("tokens", new Codec<Tokens>() {
                @Override
                public byte[] encode(Tokens tokens) {
                    return String.join(",", tokens.all).getBytes(UTF_8);
                }

                @Override
                public Tokens decode(byte[] bytes) {
                    return new Tokens(Stream.of(new String(bytes, UTF_8).split(",", -1))
                            .filter(token -> !token.isEmpty())
                            .collect(Collectors.toUnmodifiableList()));
                }
            })
            .orElse(() -> new Tokens(List.of()));

    Tokens plus(String token) {
        return new Tokens(Stream.concat(all.stream(), Stream.of(token)).toList());
    }
}
