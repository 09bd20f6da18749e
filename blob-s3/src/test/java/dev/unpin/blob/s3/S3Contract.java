package dev.unpin.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.blob.BlobLinks;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.http.SignedRequest;
import dev.unpin.testkit.blob.BlobStoreContract;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract on one server that all tests of a class share, each below a prefix of its own. */
abstract class S3Contract implements BlobStoreContract {
    private final String prefix = "test-" + UUID.randomUUID();

    /** The stores of this class, made before its first test. */
    abstract Stores stores();

    @Override
    public BlobStore store() {
        return stores().next();
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public OptionalLong requests() {
        return OptionalLong.of(stores().sent());
    }

    /** Bytes that are signed in chunks have an encoding on their way, which is none of the blob's. */
    @Test
    void howTheBytesCameIsNotKept() throws Exception {
        int partBytes = 5 << 20;
        Blobs blobs = Blobs.builder(store()).partBytes(partBytes).build().scoped(prefix);
        for (int size : new int[] {0, 1, partBytes + 1}) {
            blobs.put("k", BlobSource.of(new byte[size]));

            SignedRequest link = BlobLinks.create(blobs).get("k", Duration.ofMinutes(5), o -> {});
            HttpRequest.Builder get = HttpRequest.newBuilder(link.uri());
            link.headers().forEach(get::header);
            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient().send(get.build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(new byte[size]);
            assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        }
    }
}
