package dev.unpin.blob;

import dev.unpin.blob.spi.ByteRange;
import dev.unpin.blob.spi.StoredBlob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A blob in memory, in the pieces in which it came. Immutable. */
final class MemoryBlob {
    private final StoredBlob stored;
    private final List<byte[]> pieces;

    MemoryBlob(StoredBlob stored, List<byte[]> pieces) {
        this.stored = stored;
        this.pieces = List.copyOf(pieces);
    }

    StoredBlob stored() {
        return stored;
    }

    List<byte[]> pieces() {
        return pieces;
    }

    InputStream open(ByteRange range) {
        List<InputStream> streams = new ArrayList<>();
        long start = 0;
        for (byte[] piece : pieces) {
            long end = start + piece.length;
            long from = Math.max(range.first(), start);
            long to = range.last() >= end ? end : range.last() + 1;
            if (from < to) {
                streams.add(new ByteArrayInputStream(piece, (int) (from - start), (int) (to - from)));
            }
            start = end;
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }
}
