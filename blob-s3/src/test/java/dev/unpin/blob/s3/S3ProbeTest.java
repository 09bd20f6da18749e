package dev.unpin.blob.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.s3.embedded.EmbeddedS3;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a store promises is what its profile says, or what was found out. */
class S3ProbeTest {
    @Test
    void aProbeFindsWhatTheStoreKeepsAndLeavesNothing() {
        try (EmbeddedS3 server = EmbeddedS3.startOwn();
                S3BlobStore store =
                        Stores.builder(server.endpoint()).profile(S3Profile.AWS).build()) {
            assertThat(store.probe("probe"))
                    .isEqualTo(EnumSet.of(
                            BlobCapability.CREATE_ONLY,
                            BlobCapability.COMPARE_AND_SET,
                            BlobCapability.CONDITIONAL_UPLOAD,
                            BlobCapability.CONDITIONAL_REMOVE,
                            BlobCapability.COPY_IF_SOURCE));
            assertThat(Blobs.create(store).list(o -> {})).isEmpty();
            assertThat(store.listUploads("", null).uploads()).isEmpty();
        }
    }

    @Test
    void aProbeOfAStoreThatIsDownSaysSo() {
        try (ScriptedS3 down = new ScriptedS3(ScriptedS3.error(500, "InternalError"));
                S3BlobStore store = down.store().build()) {
            assertThatThrownBy(() -> store.probe("probe")).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void nothingIsPromisedOfAStoreThatNobodyDescribed() {
        try (ScriptedS3 s3 = new ScriptedS3(ScriptedS3.stored());
                S3BlobStore unknown = Stores.builder(s3.endpoint()).build();
                S3BlobStore told = Stores.builder(s3.endpoint())
                        .capabilities(Set.of(BlobCapability.CREATE_ONLY))
                        .build()) {
            assertThatThrownBy(() -> Blobs.create(unknown).put("k", BlobSource.of("x"), o -> o.ifAbsent()))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(s3.requests()).isEmpty();
            Blobs.create(told).put("k", BlobSource.of("x"), o -> o.ifAbsent());
            assertThat(s3.request(0).header("If-None-Match")).isEqualTo("*");
        }
    }

    @Test
    void aClientThatIsThereAlreadyIsUsedAndLeftOpen() {
        AtomicLong sent = new AtomicLong();
        try (ScriptedS3 s3 = new ScriptedS3(ScriptedS3.lost(), ScriptedS3.error(412, "PreconditionFailed"));
                CountingHttp http = new CountingHttp(sent);
                S3Client client = S3Client.builder()
                        .endpointOverride(s3.endpoint())
                        .forcePathStyle(true)
                        .region(Region.EU_CENTRAL_1)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AK", "s")))
                        .httpClient(http)
                        .build()) {
            s3.then(ScriptedS3.answer(404, ""));
            s3.then(ScriptedS3.answer(200, ""));
            S3BlobStore store = S3BlobStore.builder("unpin")
                    .client(client)
                    .profile(S3Profile.AWS)
                    .build();
            // Its repetitions are not ours to see, but it says that there were some.
            assertThatThrownBy(() -> Blobs.create(store).put("k", BlobSource.of("x"), o -> o.ifAbsent()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("sent more than once");
            store.close();
            store.close();
            client.headBucket(r -> r.bucket("unpin"));
            assertThatThrownBy(() -> S3BlobStore.builder("b")
                            .client(client)
                            .region("eu-central-1")
                            .build())
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
