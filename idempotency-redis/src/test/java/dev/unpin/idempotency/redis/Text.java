package dev.unpin.idempotency.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.codec.Codec;

/** Texts as bytes. */
final class Text implements Codec<String> {
    static final Text CODEC = new Text();

    private Text() {}

    @Override
    public byte[] encode(String value) {
        return value.getBytes(UTF_8);
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
