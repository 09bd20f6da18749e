package dev.unpin.blob.s3;

import dev.unpin.StoreException;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.PresignGetRequest;
import dev.unpin.blob.spi.PresignPostRequest;
import dev.unpin.blob.spi.PresignPutRequest;
import dev.unpin.http.SignedRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.presigner.PresignedRequest;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Signs requests that others send. Asks the store nothing. Thread-safe. */
final class S3Signing {
    /** What every client says by itself, and many let nobody say for them. */
    private static final Set<String> IMPLIED = Set.of("host", "content-length");

    private final S3Presigner presigner;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final String bucket;
    private final String region;
    private final S3Profile.Checksums checksums;
    private final InstantSource clock;

    S3Signing(
            S3Presigner presigner,
            IdentityProvider<? extends AwsCredentialsIdentity> credentials,
            String bucket,
            String region,
            S3Profile.Checksums checksums,
            InstantSource clock) {
        this.presigner = presigner;
        this.credentials = credentials;
        this.bucket = bucket;
        this.region = region;
        this.checksums = checksums;
        this.clock = clock;
    }

    SignedRequest get(PresignGetRequest request) {
        return presigned(() -> presigner.presignGetObject(p -> p.signatureDuration(request.lifetime())
                .getObjectRequest(get -> get.bucket(bucket)
                        .key(request.key())
                        .responseContentType(request.contentType())
                        .responseContentDisposition(request.contentDisposition()))));
    }

    SignedRequest put(PresignPutRequest request) {
        BlobHead head = request.head();
        PutObjectRequest.Builder put = PutObjectRequest.builder()
                .bucket(bucket)
                .key(request.key())
                .contentLength(request.length())
                .contentType(Heads.contentType(head))
                .cacheControl(head.cacheControl())
                .contentDisposition(head.contentDisposition())
                .metadata(head.metadata())
                .ifNoneMatch(S3Writes.ifNoneMatch(request.condition()));
        Long crc = request.crc32c();
        if (crc != null && checksums == S3Profile.Checksums.CRC32C) {
            put.checksumCRC32C(Heads.crc32c(crc));
        }
        return presigned(() -> presigner.presignPutObject(
                p -> p.signatureDuration(request.lifetime()).putObjectRequest(put.build())));
    }

    SignedRequest post(PresignPostRequest request) {
        if (request.key().contains("${filename}")) {
            throw new IllegalArgumentException("in the key of a form, S3 replaces ${filename} by what the client says");
        }
        BlobHead head = request.head();
        Map<String, String> demanded = new LinkedHashMap<>();
        demanded.put("key", request.key());
        demanded.put("Content-Type", Heads.contentType(head));
        putIfGiven(demanded, "Cache-Control", head.cacheControl());
        putIfGiven(demanded, "Content-Disposition", head.contentDisposition());
        head.metadata().forEach((name, value) -> demanded.put("x-amz-meta-" + name, value));
        Long crc = request.crc32c();
        if (crc != null && checksums == S3Profile.Checksums.CRC32C) {
            demanded.put("x-amz-checksum-crc32c", Heads.crc32c(crc));
        }
        AwsCredentialsIdentity identity;
        try {
            identity = credentials.resolveIdentity().join();
        } catch (CompletionException | SdkException e) {
            throw noCredentials(e);
        }
        return new SignedRequest(
                "POST",
                bucketUri(),
                Map.of(),
                new PostPolicy(bucket, region)
                        .sign(
                                demanded,
                                request.minBytes(),
                                request.maxBytes(),
                                identity,
                                clock.instant(),
                                request.lifetime()));
    }

    private static void putIfGiven(Map<String, String> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    /** The SDK knows the addresses of all regions: where a blob would be, less the blob. */
    private URI bucketUri() {
        URI blob = presigned(() -> presigner.presignGetObject(p -> p.signatureDuration(Duration.ofMinutes(1))
                        .getObjectRequest(get -> get.bucket(bucket).key("k"))))
                .uri();
        String path = blob.getPath();
        try {
            return new URI(
                    blob.getScheme(), blob.getAuthority(), path.substring(0, path.length() - "k".length()), null, null);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("an address without its query is none", e);
        }
    }

    /** Signs. */
    @FunctionalInterface
    private interface Presign {
        PresignedRequest run();
    }

    private SignedRequest presigned(Presign presign) {
        PresignedRequest signed;
        try {
            signed = presign.run();
        } catch (SdkException e) {
            throw noCredentials(e);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header : signed.signedHeaders().entrySet()) {
            if (!IMPLIED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                headers.put(header.getKey(), String.join(",", header.getValue()));
            }
        }
        return new SignedRequest(
                signed.httpRequest().method().name(), URI.create(signed.url().toString()), headers, Map.of());
    }

    private StoreException noCredentials(Exception e) {
        return StoreException.notSent("nothing could be signed for bucket " + bucket + ": are there credentials?", e);
    }

    void close() {
        presigner.close();
    }
}
