package dev.unpin.examples.lab;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What all instances together have measured of their stores. Thread-safe. */
final class StoreTimes {
    private final Histogram micros = new Histogram(3);

    /** Adds what an instance has printed. */
    synchronized void add(String encoded) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            micros.add(Histogram.decodeFromCompressedByteBuffer(bytes, 0));
        } catch (DataFormatException e) {
            throw new IllegalStateException("An instance has printed what is no histogram", e);
        }
    }

    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("calls", micros.getTotalCount());
        return micros.getTotalCount() == 0
                ? json
                : json.put("p50", micros.getValueAtPercentile(50) / 1_000.0)
                        .put("p99", micros.getValueAtPercentile(99) / 1_000.0);
    }
}
