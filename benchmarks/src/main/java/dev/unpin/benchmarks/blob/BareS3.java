package dev.unpin.benchmarks.blob;

import dev.unpin.s3.embedded.EmbeddedS3;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** What one writes with the SDK alone, its settings as they come. */
final class BareS3 implements AutoCloseable {
    private final S3Client s3;
    private final S3Client unchunked;
    private final String bucket;

    BareS3(EmbeddedS3 server) {
        bucket = server.bucket();
        s3 = client(server).build();
        unchunked = client(server)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .build();
    }

    private static S3ClientBuilder client(EmbeddedS3 server) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .httpClientBuilder(Apache5HttpClient.builder());
    }

    void put(String key, byte[] bytes) {
        s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    /** So that S3Proxy keeps the checksum, as Amazon always does, and whoever reads the blob has one to check. */
    void putWithChecksum(String key, byte[] bytes) {
        unchunked.putObject(
                r -> r.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32_C),
                RequestBody.fromBytes(bytes));
        if (s3.headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC32C()
                == null) {
            throw new IllegalStateException("the server keeps no checksum, so that nobody could check it");
        }
    }

    /** In parts, one after the other, each read from the stream into memory. */
    void putInParts(String key, InputStream source, int partBytes) throws IOException {
        String id = s3.createMultipartUpload(r -> r.bucket(bucket).key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        byte[] part;
        while ((part = source.readNBytes(partBytes)).length > 0) {
            int number = parts.size() + 1;
            RequestBody body = RequestBody.fromBytes(part);
            String tag = s3.uploadPart(
                            r -> r.bucket(bucket).key(key).uploadId(id).partNumber(number), body)
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        s3.completeMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(id).multipartUpload(u -> u.parts(parts)));
    }

    void get(String key) throws IOException {
        try (InputStream in = s3.getObject(r -> r.bucket(bucket).key(key))) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public void close() {
        s3.close();
        unchunked.close();
    }
}
