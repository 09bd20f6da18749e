package dev.unpin.blob.s3;

import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUpload;
import dev.unpin.blob.spi.PendingUploads;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** Uploads in parts. Thread-safe. */
final class S3Uploads {
    private static final char SEPARATOR = '\n'; // in no key and in no id of an upload

    private final S3Calls calls;
    private final S3Profile.Checksums checksums;

    S3Uploads(S3Calls calls, S3Profile.Checksums checksums) {
        this.calls = calls;
        this.checksums = checksums;
    }

    String begin(String key, BlobHead head) {
        CreateMultipartUploadRequest.Builder begin = CreateMultipartUploadRequest.builder()
                .bucket(calls.bucket())
                .key(key)
                .contentType(Heads.contentType(head))
                .cacheControl(head.cacheControl())
                .contentDisposition(head.contentDisposition())
                .metadata(head.metadata());
        if (checksums == S3Profile.Checksums.CRC32C) {
            begin.checksumAlgorithm(ChecksumAlgorithm.CRC32_C).checksumType(ChecksumType.FULL_OBJECT);
        }
        return calls.call(
                Operation.BEGIN,
                (s3, override) -> s3.createMultipartUpload(
                                begin.overrideConfiguration(override.build()).build())
                        .uploadId());
    }

    Optional<StoredPart> send(PartRequest request) {
        UploadPartRequest.Builder part = UploadPartRequest.builder()
                .bucket(calls.bucket())
                .key(request.key())
                .uploadId(request.uploadId())
                .partNumber(request.number());
        boolean crc = checksums == S3Profile.Checksums.CRC32C;
        if (crc) {
            part.checksumCRC32C(Heads.crc32c(request.content().crc32c()));
        } else {
            part.contentMD5(Md5.of(request.content()));
        }
        return calls.<Optional<StoredPart>>call(
                Operation.PART,
                (s3, override) -> Optional.of(new StoredPart(
                        request.number(),
                        request.content().length(),
                        s3.uploadPart(
                                        part.overrideConfiguration(override.build())
                                                .build(),
                                        S3Writes.body(request.content(), Heads.NO_TYPE))
                                .eTag(),
                        crc ? request.content().crc32c() : null)),
                S3Uploads::gone);
    }

    private static <T> Optional<Optional<T>> gone(Refusal refusal) {
        return refusal.isUploadGone() ? Optional.of(Optional.empty()) : Optional.empty();
    }

    Optional<List<StoredPart>> parts(String key, String uploadId) {
        List<StoredPart> parts = new ArrayList<>();
        @Nullable Integer marker = null;
        do {
            Integer after = marker;
            Optional<ListPartsResponse> page = calls.<Optional<ListPartsResponse>>call(
                    Operation.LIST_PARTS,
                    (s3, override) -> Optional.of(s3.listParts(r -> r.bucket(calls.bucket())
                            .key(key)
                            .uploadId(uploadId)
                            .partNumberMarker(after)
                            .overrideConfiguration(override.build()))),
                    S3Uploads::gone);
            if (page.isEmpty()) {
                return Optional.empty();
            }
            page.get().parts().forEach(part -> parts.add(stored(part)));
            marker = Boolean.TRUE.equals(page.get().isTruncated()) ? page.get().nextPartNumberMarker() : null;
        } while (marker != null);
        return Optional.of(parts);
    }

    private static StoredPart stored(Part part) {
        return new StoredPart(
                part.partNumber(),
                part.size(),
                part.eTag(),
                Heads.crc32c(part.checksumCRC32C(), ChecksumType.FULL_OBJECT));
    }

    WriteReply complete(CompleteRequest request) {
        List<CompletedPart> parts = request.parts().stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.tag())
                        .checksumCRC32C(part.crc32c() == null ? null : Heads.crc32c(part.crc32c()))
                        .build())
                .toList();
        CompleteMultipartUploadRequest.Builder complete = CompleteMultipartUploadRequest.builder()
                .bucket(calls.bucket())
                .key(request.key())
                .uploadId(request.uploadId())
                .multipartUpload(m -> m.parts(parts))
                .ifMatch(S3Writes.ifMatch(request.condition()))
                .ifNoneMatch(S3Writes.ifNoneMatch(request.condition()));
        if (checksums == S3Profile.Checksums.CRC32C && request.crc32c() != null) {
            complete.checksumType(ChecksumType.FULL_OBJECT)
                    .checksumCRC32C(Heads.crc32c(request.crc32c()))
                    .mpuObjectSize(request.size());
        }
        return calls.call(
                Operation.COMPLETE,
                (s3, override) -> WriteReply.stored(
                        Heads.version(s3.completeMultipartUpload(complete.overrideConfiguration(override.build())
                                        .build())
                                .eTag()),
                        null),
                refusal -> refusal.isUploadGone()
                        ? S3Writes.reply(refusal, WriteReply.Status.UPLOAD_GONE)
                        : S3Writes.notWritten(refusal, request.condition()));
    }

    void abort(String key, String uploadId) {
        calls.call(
                Operation.ABORT,
                (s3, override) -> {
                    s3.abortMultipartUpload(r -> r.bucket(calls.bucket())
                            .key(key)
                            .uploadId(uploadId)
                            .overrideConfiguration(override.build()));
                    return Optional.empty();
                },
                S3Uploads::gone);
    }

    PendingUploads list(String prefix, @Nullable String token) {
        int cut = token == null ? -1 : token.indexOf(SEPARATOR);
        ListMultipartUploadsResponse page = calls.call(
                Operation.LIST_UPLOADS,
                (s3, override) -> s3.listMultipartUploads(r -> r.bucket(calls.bucket())
                        .prefix(prefix)
                        .uploadIdMarker(token == null || cut < 0 ? null : token.substring(0, cut))
                        .keyMarker(token == null || cut < 0 ? null : token.substring(cut + 1))
                        .overrideConfiguration(override.build())));
        return new PendingUploads(
                page.uploads().stream()
                        .map(upload -> new PendingUpload(upload.key(), upload.uploadId(), upload.initiated()))
                        .toList(),
                Boolean.TRUE.equals(page.isTruncated())
                        ? page.nextUploadIdMarker() + SEPARATOR + page.nextKeyMarker()
                        : null);
    }
}
