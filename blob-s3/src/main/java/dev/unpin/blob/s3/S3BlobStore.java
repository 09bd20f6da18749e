package dev.unpin.blob.s3;

import dev.unpin.Condition;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStoreLimits;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUploads;
import dev.unpin.blob.spi.PresignGetRequest;
import dev.unpin.blob.spi.PresignPostRequest;
import dev.unpin.blob.spi.PresignPutRequest;
import dev.unpin.blob.spi.PresigningBlobStore;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import dev.unpin.http.SignedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps blobs in a bucket of S3, or of a store that speaks its language. Thread-safe; made once per service, and closed
 * with it.
 *
 * <pre>{@code
 * S3BlobStore store = S3BlobStore.builder("photos").build();               // Amazon, region and credentials as found
 * S3BlobStore store = S3BlobStore.builder("photos")
 *         .endpoint(URI.create("https://minio.internal:9000"))
 *         .publicEndpoint(URI.create("https://files.example"))             // as browsers see it
 *         .profile(S3Profile.MINIO)
 *         .build();
 * Blobs blobs = Blobs.create(store);
 * }</pre>
 *
 * <p><strong>Versions</strong> are ETags. Most stores make them from the content: a blob that is changed and changed
 * back has its old version again, and two writes of the same content have the same one.
 *
 * <p><strong>Requests.</strong> One per call, of which the SDK repeats some on a failed connection, at the store's
 * {@code SlowDown} and on its internal errors; a write is the same bytes then, and tells by a name of its own whether
 * it met itself. An absent blob costs one more until the bucket has once been seen, since a missing bucket is answered
 * alike. Parts travel with their checksum, {@linkplain S3Profile as the store can}.
 *
 * <p><strong>Rights.</strong> {@code s3:GetObject}, {@code s3:PutObject}, {@code s3:DeleteObject},
 * {@code s3:AbortMultipartUpload}, {@code s3:ListMultipartUploadParts}, {@code s3:ListBucket} and
 * {@code s3:ListBucketMultipartUploads}. Without {@code s3:ListBucket} S3 answers for an absent blob that access is
 * denied, and that is told as it is.
 */
public final class S3BlobStore implements PresigningBlobStore, AutoCloseable {
    private static final int MIN_PART_BYTES = 5 << 20;
    private static final int MAX_PARTS = 10_000;
    private static final long MAX_COPY_BYTES = 5L << 30;
    private static final int MAX_PAGE_SIZE = 1000;

    private final Set<BlobCapability> capabilities;
    private final BlobStoreLimits limits;
    private final S3Reads reads;
    private final S3Writes writes;
    private final S3Uploads uploads;
    private final S3Signing signing;
    private final String bucket;
    private final Runnable close;

    S3BlobStore(S3Calls calls, S3Profile profile, Set<BlobCapability> capabilities, S3Signing signing, Runnable close) {
        this.capabilities = capabilities;
        this.limits =
                new BlobStoreLimits(MIN_PART_BYTES, MAX_PARTS, MAX_COPY_BYTES, profile.maxRemovals(), MAX_PAGE_SIZE);
        this.reads = new S3Reads(calls, profile.checksums());
        this.writes = new S3Writes(calls, reads, profile.checksums());
        this.uploads = new S3Uploads(calls, profile.checksums());
        this.signing = signing;
        this.bucket = calls.bucket();
        this.close = close;
    }

    /**
     * Starts from the defaults: Amazon S3, with region and credentials as the SDK finds them.
     *
     * @param bucket the bucket's name
     * @return a builder
     */
    public static S3BlobStoreBuilder builder(String bucket) {
        return new S3BlobStoreBuilder(bucket);
    }

    /**
     * Finds out which conditions the store behind the bucket keeps, by writing, overwriting, copying and removing small
     * blobs below a prefix; some twenty requests. For stores that no {@link S3Profile} describes, once, in a test of
     * the deployment: {@link S3BlobStoreBuilder#capabilities} takes what this returns. Conditions are tried one by one;
     * that a store keeps them atomically is not shown by this, but by {@code BlobStoreContract}. Whether it knows POST
     * policies is not tried.
     *
     * @param prefix below which nothing of value lies; what is written there is removed again
     * @return what the store kept; a subset of {@link BlobCapability}
     * @throws dev.unpin.StoreException if the store cannot even read and write
     */
    public Set<BlobCapability> probe(String prefix) {
        return new S3Probe(this).run(prefix);
    }

    @Override
    public Set<BlobCapability> capabilities() {
        return capabilities;
    }

    @Override
    public BlobStoreLimits limits() {
        return limits;
    }

    @Override
    public WriteReply put(PutRequest request) {
        return writes.put(request);
    }

    @Override
    public String beginUpload(String key, BlobHead head) {
        return uploads.begin(key, head);
    }

    @Override
    public Optional<StoredPart> uploadPart(PartRequest request) {
        return uploads.send(request);
    }

    @Override
    public Optional<List<StoredPart>> listParts(String key, String uploadId) {
        return uploads.parts(key, uploadId);
    }

    @Override
    public WriteReply completeUpload(CompleteRequest request) {
        return uploads.complete(request);
    }

    @Override
    public void abortUpload(String key, String uploadId) {
        uploads.abort(key, uploadId);
    }

    @Override
    public PendingUploads listUploads(String prefix, @Nullable String token) {
        return uploads.list(prefix, token);
    }

    @Override
    public Optional<StoredBlob> stat(String key) {
        return reads.stat(key);
    }

    @Override
    public OpenReply open(OpenRequest request) {
        return reads.open(request);
    }

    @Override
    public RemoveReply remove(String key, Condition condition) {
        return writes.remove(key, condition);
    }

    @Override
    public Map<String, String> removeAll(List<String> keys) {
        return writes.removeAll(keys);
    }

    @Override
    public WriteReply copy(CopyRequest request) {
        return writes.copy(request);
    }

    @Override
    public ListReply list(ListRequest request) {
        return reads.list(request);
    }

    @Override
    public void ping() {
        reads.ping();
    }

    @Override
    public Duration maxSignatureLifetime() {
        return Duration.ofDays(7);
    }

    /** {@inheritDoc} What clients say anyway, {@code Host}, is not among the headers. */
    @Override
    public SignedRequest presignGet(PresignGetRequest request) {
        return signing.get(request);
    }

    /** {@inheritDoc} What clients say anyway, {@code Host} and {@code Content-Length}, is not among the headers. */
    @Override
    public SignedRequest presignPut(PresignPutRequest request) {
        return signing.put(request);
    }

    @Override
    public SignedRequest presignPost(PresignPostRequest request) {
        return signing.post(request);
    }

    /** Closes the clients that were made for this store; one that was given stays open. Repeatable. */
    @Override
    public void close() {
        close.run();
    }

    /** Shows the bucket. */
    @Override
    public String toString() {
        return "S3BlobStore[" + bucket + "]";
    }
}
