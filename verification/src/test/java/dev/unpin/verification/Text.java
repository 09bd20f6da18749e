package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.codec.Codec;

/** Text as UTF-8. */
final class Text implements Codec<String> {
    @Override
    public byte[] encode(String value) {
        return value.getBytes(UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
