package dev.unpin.benchmarks;

import dev.unpin.codec.Codec;
import java.nio.charset.StandardCharsets;

/** As good as no codec: the bare clients that we are held against turn nothing into anything either. */
public final class TextCodec implements Codec<String> {
    @Override
    public byte[] encode(String value) {
        return value.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
