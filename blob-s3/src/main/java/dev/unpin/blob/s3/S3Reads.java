package dev.unpin.blob.s3;

import dev.unpin.StoreException;
import dev.unpin.blob.spi.ByteRange;
import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import dev.unpin.blob.spi.ListedBlob;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.StoredBlob;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Looks at blobs, opens and lists them. Thread-safe. */
final class S3Reads {
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final S3Calls calls;
    private final S3Profile.Checksums checksums;

    S3Reads(S3Calls calls, S3Profile.Checksums checksums) {
        this.calls = calls;
        this.checksums = checksums;
    }

    Optional<StoredBlob> stat(String key) {
        Optional<StoredBlob> found = calls.<Optional<StoredBlob>>call(
                Operation.HEAD,
                (s3, override) -> Optional.of(stored(s3.headObject(r -> r.bucket(calls.bucket())
                        .key(key)
                        .overrideConfiguration(withChecksum(override).build())))),
                refusal -> refusal.isAbsent() ? Optional.of(Optional.empty()) : Optional.empty());
        if (found.isEmpty()) {
            calls.requireBucket();
        }
        return found;
    }

    /** Asks for the checksum by hand: the SDK, asked for it, would compute it once more than the caller does. */
    private AwsRequestOverrideConfiguration.Builder withChecksum(AwsRequestOverrideConfiguration.Builder override) {
        return checksums == S3Profile.Checksums.CRC32C
                ? override.putHeader("x-amz-checksum-mode", "ENABLED")
                : override;
    }

    private static StoredBlob stored(HeadObjectResponse answer) {
        return new StoredBlob(
                answer.contentLength(),
                Heads.version(answer.eTag()),
                answer.lastModified(),
                Heads.head(answer.contentType(), answer.cacheControl(), answer.contentDisposition(), answer.metadata()),
                Heads.crc32c(answer.checksumCRC32C(), answer.checksumType()));
    }

    OpenReply open(OpenRequest request) {
        return calls.call(
                Operation.GET,
                (s3, override) -> opened(request, s3.getObject(getRequest(request, override))),
                S3Reads::notOpened);
    }

    private GetObjectRequest getRequest(OpenRequest request, AwsRequestOverrideConfiguration.Builder override) {
        GetObjectRequest.Builder get = GetObjectRequest.builder()
                .bucket(calls.bucket())
                .key(request.key())
                .overrideConfiguration(withChecksum(override).build());
        if (request.range() != null) {
            get.range(request.range().header());
        }
        if (request.ifVersion() != null) {
            get.ifMatch(request.ifVersion().etag());
        }
        if (request.unlessVersion() != null) {
            get.ifNoneMatch(request.unlessVersion().etag());
        }
        return get.build();
    }

    private static Optional<OpenReply> notOpened(Refusal refusal) {
        if (refusal.isAbsent()) {
            return Optional.of(OpenReply.of(OpenReply.Status.ABSENT));
        }
        return switch (refusal.status()) {
            case 304 -> Optional.of(OpenReply.of(OpenReply.Status.NOT_MODIFIED));
            case 412 -> Optional.of(OpenReply.of(OpenReply.Status.CONDITION_FAILED));
            case 416 -> Optional.of(OpenReply.of(OpenReply.Status.RANGE_NOT_SATISFIABLE));
            default -> Optional.empty();
        };
    }

    private OpenReply opened(OpenRequest request, ResponseInputStream<GetObjectResponse> content) {
        GetObjectResponse answer = content.response();
        Long length = answer.contentLength();
        Matcher range = CONTENT_RANGE.matcher(answer.contentRange() == null ? "" : answer.contentRange());
        if (length == null || length < 0 || (request.range() == null) == range.matches()) {
            content.abort();
            throw StoreException.refused(
                    "bucket " + calls.bucket() + " answered with other bytes than it was asked for", null);
        }
        boolean part = request.range() != null;
        StoredBlob blob = new StoredBlob(
                part ? Long.parseLong(range.group(3)) : length,
                Heads.version(answer.eTag()),
                answer.lastModified(),
                Heads.head(answer.contentType(), answer.cacheControl(), answer.contentDisposition(), answer.metadata()),
                Heads.crc32c(answer.checksumCRC32C(), answer.checksumType()));
        @Nullable
        ByteRange given = part ? new ByteRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2))) : null;
        return OpenReply.found(new OpenReply.Found(blob, given, new S3Content(content, length)));
    }

    ListReply list(ListRequest request) {
        ListObjectsV2Response page = calls.call(
                Operation.LIST,
                (s3, override) -> s3.listObjectsV2(r -> r.bucket(calls.bucket())
                        .prefix(request.prefix())
                        .delimiter(request.delimiter())
                        .startAfter(request.startAfter())
                        .continuationToken(request.token())
                        .maxKeys(request.limit())
                        .overrideConfiguration(override.build())));
        return new ListReply(
                page.contents().stream()
                        .map(object -> new ListedBlob(
                                object.key(), object.size(), Heads.version(object.eTag()), object.lastModified()))
                        .toList(),
                page.commonPrefixes().stream()
                        .map(CommonPrefix::prefix)
                        .distinct()
                        .toList(),
                Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null);
    }

    void ping() {
        calls.call(
                Operation.PING,
                (s3, override) -> s3.headBucket(r -> r.bucket(calls.bucket()).overrideConfiguration(override.build())));
    }
}
