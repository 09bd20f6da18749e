package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.unpin.blob.BlobInfo;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What uploads need does not depend on their size or number: shown in JVMs that have hardly any memory. */
class S3MemoryTest {
    private static final long MINUTES = 5;
    private static final int PART = 8 << 20;

    /** What the small JVM runs: so many uploads at once, each of unknown length, over HTTP. */
    static final class Upload {
        private Upload() {}

        public static void main(String[] arguments) throws Exception {
            int count = Integer.parseInt(arguments[1]);
            long size = Long.parseLong(arguments[2]);
            try (S3BlobStore store = Stores.builder(URI.create(arguments[0]))
                    .profile(S3Profile.AWS)
                    .build()) {
                Blobs blobs = Blobs.builder(store)
                        .uploadMemory(2 * PART)
                        .uploadPatience(Duration.ofMinutes(MINUTES))
                        .build();
                ExecutorService threads = Executors.newFixedThreadPool(count);
                List<Future<BlobInfo>> uploads = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    String key = "k" + i;
                    uploads.add(threads.submit(() -> blobs.put(key, BlobSource.of(zeros(size)))));
                }
                for (Future<BlobInfo> upload : uploads) {
                    if (upload.get().size() != size) {
                        System.exit(1);
                    }
                }
            }
            System.exit(0);
        }

        private static InputStream zeros(long size) {
            return new InputStream() {
                private long left = size;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] target, int offset, int length) {
                    int count = (int) Math.min(length, left);
                    left -= count;
                    return count == 0 ? -1 : count;
                }
            };
        }
    }

    /** Takes everything and keeps nothing. */
    private static void discard(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        if (query.equals("uploads")) {
            ScriptedS3.answer(
                            200,
                            "<InitiateMultipartUploadResult><UploadId>id</UploadId></InitiateMultipartUploadResult>")
                    .to(exchange);
        } else if (exchange.getRequestMethod().equals("POST")) {
            ScriptedS3.answer(200, "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>")
                    .to(exchange);
        } else {
            ScriptedS3.stored().to(exchange);
        }
    }

    @Test
    void twoHundredMegabytesOfUnknownLengthPassThroughThirtyTwo() throws Exception {
        long size = 200L << 20;
        try (ScriptedS3 s3 = new ScriptedS3(S3MemoryTest::discard)) {
            assertRuns("-Xmx32m", s3.endpoint(), 1, size);

            List<ScriptedS3.Request> requests = s3.requests();
            assertThat(requests).hasSize((int) (size / PART) + 2);
            assertThat(requests.stream()
                            .filter(request -> request.method().equals("PUT"))
                            .mapToLong(ScriptedS3.Request::bytes)
                            .sum())
                    .isEqualTo(size);
        }
    }

    /** Without a budget, a hundred buffers of 1 MiB and more would not fit. */
    @Test
    void aHundredUploadsAtOnceShareOneBudget() throws Exception {
        long size = (1 << 20) + 1;
        try (ScriptedS3 s3 = new ScriptedS3(S3MemoryTest::discard)) {
            assertRuns("-Xmx64m", s3.endpoint(), 100, size);

            assertThat(s3.requests()).hasSize(100).allMatch(request -> request.bytes() == size);
        }
    }

    private static void assertRuns(String heap, URI endpoint, int count, long size)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Upload.class.getName(),
                        endpoint.toString(),
                        String.valueOf(count),
                        String.valueOf(size)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
    }
}
