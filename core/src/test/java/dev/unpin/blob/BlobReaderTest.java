package dev.unpin.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reader adds to the stream of its store. */
class BlobReaderTest {
    private final Blobs blobs = Blobs.create(MemoryBlobStore.create());

    @Test
    void transferToGivesWhatIsLeftInPieces() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        blobs.put("k", BlobSource.of(bytes));

        for (int first : new int[] {0, 1, 40_000, bytes.length}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (BlobReader reader = blobs.open("k")) {
                assertThat(reader.readNBytes(first)).isEqualTo(Arrays.copyOf(bytes, first));

                assertThat(reader.transferTo(out)).isEqualTo(bytes.length - first);
                assertThat(reader.transferTo(out)).isZero();
            }
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, first, bytes.length));
        }
    }
}
