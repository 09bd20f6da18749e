package dev.unpin.blob.s3;

import dev.unpin.s3.embedded.EmbeddedS3;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * On the bucket that {@code UNPIN_S3} names, and that {@code UNPIN_S3_PROFILE} tells the kind of: nothing is forgiven,
 * and nothing goes one by one.
 */
@EnabledIfEnvironmentVariable(named = "UNPIN_S3", matches = ".+")
class NamedS3BlobStoreTest extends S3Contract {
    private static final EmbeddedS3 SERVER = EmbeddedS3.start();
    private static final Stores STORES = Stores.connect(
            () -> S3BlobStore.builder(SERVER.bucket())
                    .endpoint(SERVER.endpoint())
                    .region(SERVER.region())
                    .credentials(SERVER.accessKeyId(), SERVER.secretAccessKey())
                    .profile(S3Profile.valueOf(Optional.ofNullable(System.getenv("UNPIN_S3_PROFILE"))
                            .orElse("AWS"))),
            request -> false);

    @AfterAll
    static void stop() {
        STORES.close();
        SERVER.close();
    }

    @Override
    Stores stores() {
        return STORES;
    }

    @Override
    public Map<String, String> knownFaults() {
        return Map.of();
    }
}
