package dev.unpin.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.s3.embedded.EmbeddedS3;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** How many requests each thing costs, counted where they leave. */
class RequestsTest {
    private static final EmbeddedS3 SERVER = EmbeddedS3.startOwn();
    private static final Stores STORES =
            Stores.connect(() -> Stores.builder(SERVER.endpoint()).profile(S3Profile.AWS), request -> false);
    private static final int PART = 5 << 20;

    private final Blobs blobs = Blobs.builder(STORES.next()).partBytes(PART).build();

    @AfterAll
    static void stop() {
        STORES.close();
        SERVER.close();
    }

    private static long requestsOf(Runnable operation) {
        long before = STORES.sent();
        operation.run();
        return STORES.sent() - before;
    }

    @Test
    void everythingCostsWhatIsSaid() {
        assertThat(requestsOf(() -> blobs.put("k", BlobSource.of("x")))).isEqualTo(1);
        assertThat(requestsOf(() -> blobs.put("large", BlobSource.of(new byte[2 * PART + 1]))))
                .isEqualTo(3 + 2);
        assertThat(requestsOf(() -> readAll("k"))).isEqualTo(1);
        assertThat(requestsOf(() -> blobs.find("k"))).isEqualTo(1);
        assertThat(requestsOf(() -> blobs.find("absent"))).isEqualTo(1);
        assertThat(requestsOf(() -> blobs.copy("k", "copy"))).isEqualTo(1);
        assertThat(requestsOf(() -> blobs.update("k", new byte[0], old -> new byte[] {'y'})))
                .isEqualTo(2);
        assertThat(requestsOf(() -> blobs.update("new", new byte[0], old -> new byte[] {'y'})))
                .isEqualTo(2);
        assertThat(requestsOf(() -> blobs.removeIf("k", blobs.get("k").version())))
                .isEqualTo(1 + 1);
        assertThat(requestsOf(() -> blobs.remove("copy"))).isEqualTo(1);
        assertThat(requestsOf(blobs::ping)).isEqualTo(1);
    }

    private void readAll(String key) {
        try (var reader = blobs.open(key)) {
            reader.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyAreListedAndRemovedByTheThousand() {
        Blobs many = blobs.scoped("many");
        List<String> keys =
                IntStream.rangeClosed(0, 1000).mapToObj(i -> "k" + i).toList();
        keys.parallelStream().forEach(key -> many.put(key, BlobSource.of("")));

        assertThat(requestsOf(() -> assertThat(many.list(o -> {}).count()).isEqualTo(1001)))
                .isEqualTo(2);
        assertThat(requestsOf(() -> many.removeAll(keys).orThrow())).isEqualTo(2);
        assertThat(many.list(o -> {})).isEmpty();
    }
}
