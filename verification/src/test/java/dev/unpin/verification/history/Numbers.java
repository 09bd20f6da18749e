package dev.unpin.verification.history;

import dev.unpin.codec.Codec;
import java.nio.ByteBuffer;

/** Whole numbers as eight bytes. */
public final class Numbers implements Codec<Long> {
    @Override
    public byte[] encode(Long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    @Override
    public Long decode(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
