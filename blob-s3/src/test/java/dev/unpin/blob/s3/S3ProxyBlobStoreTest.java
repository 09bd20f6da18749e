package dev.unpin.blob.s3;

import dev.unpin.blob.spi.BlobStore;
import dev.unpin.s3.embedded.EmbeddedS3;
import dev.unpin.testkit.blob.BlobStoreContract;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;

class S3ProxyBlobStoreTest implements BlobStoreContract {
    private static final EmbeddedS3 SERVER = EmbeddedS3.startOwn();
    private static final AtomicLong SENT = new AtomicLong();
    private static final PathLocks LOCKS = new PathLocks();
    private static final List<S3BlobStore> STORES =
            Stream.generate(S3ProxyBlobStoreTest::connect).limit(4).toList();
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String prefix = "test-" + UUID.randomUUID();

    private static S3BlobStore connect() {
        return S3BlobStore.builder(SERVER.bucket())
                .endpoint(SERVER.endpoint())
                .region(SERVER.region())
                .credentials(SERVER.accessKeyId(), SERVER.secretAccessKey())
                .profile(S3Profile.AWS)
                .httpClient(new CountingHttp(
                        SENT,
                        LOCKS,
                        request -> request.firstMatchingHeader("If-Match").isPresent()))
                .build();
    }

    @AfterAll
    static void stop() {
        STORES.forEach(S3BlobStore::close);
        SERVER.close();
    }

    @Override
    public BlobStore store() {
        return STORES.get(NEXT.getAndIncrement() & 3);
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public OptionalLong requests() {
        return OptionalLong.of(SENT.get());
    }

    @Override
    public Map<String, String> knownFaults() {
        return Map.of();
    }
}
