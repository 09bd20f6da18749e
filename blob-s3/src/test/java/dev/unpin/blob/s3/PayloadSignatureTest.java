package dev.unpin.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What vouches for the bytes on their way, by the kind of store, and with and without TLS. */
class PayloadSignatureTest {
    private static final int SIZE = 300_000;
    private static final int CHUNK = 128 * 1024;

    /** Takes everything. */
    private static final class Taker implements SdkHttpClient {
        private final List<SdkHttpRequest> requests = new ArrayList<>();
        private long bytes;

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            requests.add(request.httpRequest());
            try (InputStream body =
                    request.contentStreamProvider().orElseThrow().newStream()) {
                bytes += body.readAllBytes().length;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpResponse.builder()
                                    .statusCode(200)
                                    .putHeader("ETag", "\"e\"")
                                    .build())
                            .build();
                }

                @Override
                public void abort() {
                    // nothing is under way
                }
            };
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    private static Taker put(String endpoint, S3Profile profile, int size) {
        Taker taker = new Taker();
        try (S3BlobStore store = Stores.builder(URI.create(endpoint))
                .profile(profile)
                .httpClient(taker)
                .build()) {
            Blobs.create(store).put("k", BlobSource.of(new byte[size]));
        }
        assertThat(taker.requests).hasSize(1);
        String sum = profile == S3Profile.AWS || profile == S3Profile.MINIO ? "x-amz-checksum-crc32c" : "Content-MD5";
        assertThat(header(taker, sum)).as(profile.name()).isNotEmpty();
        return taker;
    }

    private static String header(Taker taker, String name) {
        return taker.requests.get(0).firstMatchingHeader(name).orElse("");
    }

    @Test
    void withoutTlsEveryByteIsSigned() {
        for (S3Profile profile : S3Profile.values()) {
            Taker taker = put("http://s3.example", profile, SIZE);

            if (profile == S3Profile.AWS || profile == S3Profile.MINIO) {
                assertThat(header(taker, "x-amz-content-sha256")).isEqualTo("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
                assertThat(header(taker, "content-encoding")).isEqualTo("aws-chunked");
                assertThat(header(taker, "x-amz-decoded-content-length")).isEqualTo(String.valueOf(SIZE));
                assertThat(taker.bytes).isGreaterThan(SIZE);
            } else {
                assertThat(header(taker, "x-amz-content-sha256"))
                        .as(profile.name())
                        .matches("[0-9a-f]{64}");
                assertPlain(taker, SIZE);
            }
        }
    }

    @Test
    void whatIsNoMoreThanAChunkIsSignedInOnePiece() {
        Taker chunk = put("http://s3.example", S3Profile.AWS, CHUNK);
        assertThat(header(chunk, "x-amz-content-sha256")).matches("[0-9a-f]{64}");
        assertPlain(chunk, CHUNK);
        assertThat(header(put("http://s3.example", S3Profile.AWS, CHUNK + 1), "content-encoding"))
                .isEqualTo("aws-chunked");
    }

    @Test
    void withTlsOnlyTheHeadIsSigned() {
        for (S3Profile profile : S3Profile.values()) {
            Taker taker = put("https://s3.example", profile, SIZE);

            assertThat(header(taker, "x-amz-content-sha256")).as(profile.name()).isEqualTo("UNSIGNED-PAYLOAD");
            assertPlain(taker, SIZE);
        }
    }

    private static void assertPlain(Taker taker, int size) {
        assertThat(header(taker, "content-encoding")).isEmpty();
        assertThat(header(taker, "x-amz-decoded-content-length")).isEmpty();
        assertThat(header(taker, "content-length")).isEqualTo(String.valueOf(size));
        assertThat(taker.bytes).isEqualTo(size);
    }
}
