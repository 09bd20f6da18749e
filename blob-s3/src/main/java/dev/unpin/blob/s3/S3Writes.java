package dev.unpin.blob.s3;

import static software.amazon.awssdk.services.s3.model.MetadataDirective.COPY;
import static software.amazon.awssdk.services.s3.model.MetadataDirective.REPLACE;

import dev.unpin.Condition;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.WriteReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Writes, copies and removes blobs. Thread-safe. */
final class S3Writes {
    private final S3Calls calls;
    private final S3Reads reads;
    private final S3Profile.Checksums checksums;

    S3Writes(S3Calls calls, S3Reads reads, S3Profile.Checksums checksums) {
        this.calls = calls;
        this.reads = reads;
        this.checksums = checksums;
    }

    /** What S3 is sent for a condition: a value of {@code If-Match}, or null. */
    static @Nullable String ifMatch(Condition condition) {
        return condition.kind() == Condition.Kind.VERSION
                ? condition.versions().iterator().next().etag()
                : null;
    }

    /** What S3 is sent for a condition: a value of {@code If-None-Match}, or null. */
    static @Nullable String ifNoneMatch(Condition condition) {
        return condition.kind() == Condition.Kind.ABSENT ? "*" : null;
    }

    static RequestBody body(BlobBytes content, String contentType) {
        return RequestBody.fromContentProvider(content::open, content.length(), contentType);
    }

    WriteReply put(PutRequest request) {
        BlobHead head = request.head();
        PutObjectRequest.Builder put = PutObjectRequest.builder()
                .bucket(calls.bucket())
                .key(request.key())
                .contentType(Heads.contentType(head))
                .cacheControl(head.cacheControl())
                .contentDisposition(head.contentDisposition())
                .metadata(head.metadata())
                .ifMatch(ifMatch(request.condition()))
                .ifNoneMatch(ifNoneMatch(request.condition()));
        if (checksums == S3Profile.Checksums.CRC32C) {
            put.checksumCRC32C(Heads.crc32c(request.content().crc32c()));
        } else {
            put.contentMD5(Md5.of(request.content()));
        }
        return calls.call(
                Operation.PUT,
                (s3, override) -> WriteReply.stored(
                        Heads.version(s3.putObject(
                                        put.overrideConfiguration(override.build())
                                                .build(),
                                        body(request.content(), Heads.contentType(head)))
                                .eTag()),
                        null),
                refusal -> notWritten(refusal, request.condition()));
    }

    /**
     * What a refusal of a conditional write means. Where an earlier send may have been applied, the last one may have
     * met nothing but its own effect. A version that was demanded of a blob that is absent is answered with 404.
     */
    static Optional<WriteReply> notWritten(Refusal refusal, Condition condition) {
        if (refusal.isConflict()) {
            return reply(refusal, WriteReply.Status.CONFLICT);
        }
        boolean conditional = condition.kind() != Condition.Kind.ANY;
        boolean absent = condition.kind() == Condition.Kind.VERSION && refusal.isAbsent();
        return conditional && (refusal.isConditionFailed() || absent)
                ? reply(refusal, WriteReply.Status.CONDITION_FAILED)
                : Optional.empty();
    }

    static Optional<WriteReply> reply(Refusal refusal, WriteReply.Status status) {
        return Optional.of(WriteReply.of(refusal.resent() ? WriteReply.Status.UNCLEAR : status));
    }

    WriteReply copy(CopyRequest request) {
        BlobHead head = request.head();
        if (head == null && request.source().equals(request.target())) {
            return copyOntoItself(request);
        }
        CopyObjectRequest.Builder copy = CopyObjectRequest.builder()
                .sourceBucket(calls.bucket())
                .sourceKey(request.source())
                .destinationBucket(calls.bucket())
                .destinationKey(request.target())
                .copySourceIfMatch(
                        request.sourceVersion() == null
                                ? null
                                : request.sourceVersion().etag())
                .ifMatch(ifMatch(request.condition()))
                .ifNoneMatch(ifNoneMatch(request.condition()))
                .metadataDirective(head == null ? COPY : REPLACE);
        if (head != null) {
            copy.contentType(Heads.contentType(head))
                    .cacheControl(head.cacheControl())
                    .contentDisposition(head.contentDisposition())
                    .metadata(head.metadata());
        }
        return calls.call(
                Operation.COPY,
                (s3, override) -> copied(s3.copyObject(
                        copy.overrideConfiguration(override.build()).build())),
                refusal -> notCopied(refusal, request));
    }

    /** S3 refuses a copy that would change nothing. */
    private WriteReply copyOntoItself(CopyRequest request) {
        Optional<StoredBlob> there = reads.stat(request.source());
        if (there.isEmpty()) {
            return WriteReply.of(WriteReply.Status.SOURCE_ABSENT);
        }
        if (request.sourceVersion() != null
                && !request.sourceVersion().equals(there.get().version())) {
            return WriteReply.of(WriteReply.Status.SOURCE_CHANGED);
        }
        return request.condition().isMetBy(there.get().version())
                ? WriteReply.stored(there.get().version(), there.get().modified())
                : WriteReply.of(WriteReply.Status.CONDITION_FAILED);
    }

    private static WriteReply copied(CopyObjectResponse answer) {
        return WriteReply.stored(
                Heads.version(answer.copyObjectResult().eTag()),
                answer.copyObjectResult().lastModified());
    }

    /** One status stands for both ends; where both had a condition, a look at the source tells which it was. */
    private Optional<WriteReply> notCopied(Refusal refusal, CopyRequest request) {
        Version demanded = request.sourceVersion();
        boolean targetIsFree = request.condition().kind() == Condition.Kind.ANY;
        if (refusal.isConditionFailed()
                && demanded != null
                && (targetIsFree || !demanded.equals(sourceVersion(request)))) {
            return Optional.of(WriteReply.of(WriteReply.Status.SOURCE_CHANGED));
        }
        boolean targetMayBeAbsent = request.condition().kind() == Condition.Kind.VERSION;
        if (refusal.isAbsent() && (!targetMayBeAbsent || sourceVersion(request) == null)) {
            return Optional.of(WriteReply.of(WriteReply.Status.SOURCE_ABSENT));
        }
        return notWritten(refusal, request.condition());
    }

    private @Nullable Version sourceVersion(CopyRequest request) {
        return reads.stat(request.source()).map(StoredBlob::version).orElse(null);
    }

    RemoveReply remove(String key, Condition condition) {
        return calls.call(
                Operation.DELETE,
                (s3, override) -> {
                    s3.deleteObject(r -> r.bucket(calls.bucket())
                            .key(key)
                            .ifMatch(ifMatch(condition))
                            .overrideConfiguration(override.build()));
                    return RemoveReply.REMOVED;
                },
                refusal -> notRemoved(refusal, condition));
    }

    private static Optional<RemoveReply> notRemoved(Refusal refusal, Condition condition) {
        boolean conditional = condition.kind() != Condition.Kind.ANY;
        if (refusal.isConflict()) {
            return Optional.of(refusal.resent() && conditional ? RemoveReply.UNCLEAR : RemoveReply.CONFLICT);
        }
        if (conditional && (refusal.isConditionFailed() || refusal.isAbsent())) {
            return Optional.of(refusal.resent() ? RemoveReply.UNCLEAR : RemoveReply.CONDITION_FAILED);
        }
        return refusal.isAbsent() ? Optional.of(RemoveReply.REMOVED) : Optional.empty();
    }

    Map<String, String> removeAll(List<String> keys) {
        if (keys.size() == 1) {
            remove(keys.get(0), Condition.any()); // not every store knows how to remove several
            return Map.of();
        }
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        DeleteObjectsResponse answer = calls.call(
                Operation.DELETE_ALL,
                (s3, override) -> s3.deleteObjects(r -> r.bucket(calls.bucket())
                        .delete(d -> d.objects(objects).quiet(true))
                        .overrideConfiguration(override.build())));
        Map<String, String> reasons = new HashMap<>();
        for (S3Error error : answer.errors()) {
            if (!"NoSuchKey".equals(error.code())) {
                reasons.put(error.key(), String.valueOf(error.code()));
            }
        }
        return reasons;
    }
}
