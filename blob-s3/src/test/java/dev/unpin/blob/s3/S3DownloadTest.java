package dev.unpin.blob.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.blob.BlobIntegrityException;
import dev.unpin.blob.BlobReader;
import dev.unpin.blob.Blobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Downloads that go wrong on the way, or are left early. */
class S3DownloadTest {
    /** Answers with other bytes than it says. */
    private static ScriptedS3.Reply body(byte[] bytes, long length, String... headers) {
        return exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(200, length);
            exchange.getResponseBody().write(bytes);
            // The server of later JDKs keeps even the head until then, and drops it when bytes are missing.
            exchange.getResponseBody().flush();
        };
    }

    private static byte[] read(ScriptedS3 s3) throws IOException {
        try (S3BlobStore store = s3.store().build();
                BlobReader reader = Blobs.create(store).open("k")) {
            return reader.readAllBytes();
        }
    }

    private static byte[] transfer(ScriptedS3 s3) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (S3BlobStore store = s3.store().build();
                BlobReader reader = Blobs.create(store).open("k")) {
            reader.transferTo(out);
        }
        return out.toByteArray();
    }

    @Test
    void whatIsTruncatedOrAlteredIsAnError() throws IOException {
        byte[] hello = "hello".getBytes(UTF_8);
        try (ScriptedS3 s3 = new ScriptedS3(body(hello, 5, "x-amz-checksum-crc32c", "mnG7TA=="))) {
            assertThat(read(s3)).isEqualTo(hello);
            assertThat(transfer(s3)).isEqualTo(hello);
            assertThat(s3.request(0).header("x-amz-checksum-mode")).isEqualTo("ENABLED");
        }
        for (ScriptedS3.Reply wrong : new ScriptedS3.Reply[] {
            body(hello, 6),
            body("hallo".getBytes(UTF_8), 5, "x-amz-checksum-crc32c", "mnG7TA=="),
            body("hallo".getBytes(UTF_8), 5, "x-amz-meta-unpin-write", "w", "x-amz-meta-unpin-crc32c", "9a71bb4c")
        }) {
            try (ScriptedS3 s3 = new ScriptedS3(wrong)) {
                assertThatThrownBy(() -> read(s3)).isInstanceOf(BlobIntegrityException.class);
                assertThatThrownBy(() -> transfer(s3)).isInstanceOf(BlobIntegrityException.class);
            }
        }
    }

    @Test
    void aStoreThatIgnoresTheRangeIsFoundOut() {
        try (ScriptedS3 s3 = new ScriptedS3(body("hello".getBytes(UTF_8), 5));
                S3BlobStore store = s3.store().build()) {
            assertThatThrownBy(() -> Blobs.create(store).open("k", o -> o.range(1, 2)))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.effect()).isEqualTo(Effect.REFUSED));
        }
    }

    @Test
    void closingABodyWithoutEndReadsNoMoreOfIt() throws IOException {
        AtomicLong sent = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        ScriptedS3.Reply endless = exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.sendResponseHeaders(200, 1L << 50);
            byte[] chunk = new byte[64 * 1024];
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(chunk);
                    sent.addAndGet(chunk.length);
                }
            } finally {
                ended.countDown();
            }
        };
        try (ScriptedS3 s3 = new ScriptedS3(endless);
                S3BlobStore store = s3.store().build()) {
            try (BlobReader reader = Blobs.create(store).open("k")) {
                assertThat(reader.readNBytes(1024)).hasSize(1024);
            }
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ended.getCount() == 0);
            // What lies between the two in buffers of the system, and nothing to be drained.
            assertThat(sent.get()).isLessThan(32 << 20);
        }
    }

    @Test
    void connectionsOfBlobsThatAreLeftEarlyAreFreed() throws IOException {
        byte[] large = new byte[1 << 20];
        try (ScriptedS3 s3 = new ScriptedS3(body(large, large.length));
                S3BlobStore store = s3.store().maxConnections(2).build()) {
            Blobs blobs = Blobs.create(store);
            for (int i = 0; i < 20; i++) {
                try (BlobReader reader = blobs.open("k")) {
                    assertThat(reader.read()).isZero();
                }
            }
            assertThat(s3.requests()).hasSize(20);
        }
    }
}
