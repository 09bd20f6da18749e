package dev.unpin.testkit.concurrency;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.RecordsBuilder;
import dev.unpin.concurrency.spi.RecordStore;
import java.time.Duration;

/** Records of whole numbers, stored as their digits. */
final class Numbers implements Codec<Integer> {
    private Numbers() {}

    static RecordsBuilder<Integer> builder(RecordStore store) {
        return Records.builder(store, "numbers", Integer.class)
                .codec(new Numbers())
                .updateTimeout(Duration.ofMinutes(10));
    }

    static Records<Integer> in(RecordStore store) {
        return builder(store).build();
    }

    @Override
    public byte[] encode(Integer value) {
        return value.toString().getBytes(US_ASCII);
    }

    @Override
    public Integer decode(byte[] bytes) {
        try {
            return Integer.valueOf(new String(bytes, US_ASCII));
        } catch (NumberFormatException e) {
            throw CodecException.unreadable("no number", e);
        }
    }
}
