package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.BlobStoreLimits;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.ListReply;
import dev.unpin.blob.spi.ListRequest;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.PartRequest;
import dev.unpin.blob.spi.PendingUploads;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.RemoveReply;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.StoredPart;
import dev.unpin.blob.spi.WriteReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes everything and keeps nothing, so that only the uploads themselves need memory. */
final class DiscardingBlobStore implements BlobStore {
    private static final WriteReply STORED = WriteReply.stored(new Version("v"), null);

    @Override
    public Set<BlobCapability> capabilities() {
        return Set.of();
    }

    @Override
    public BlobStoreLimits limits() {
        return new BlobStoreLimits(1, 10_000, 1, 1, 1);
    }

    @Override
    public WriteReply put(PutRequest request) {
        return STORED;
    }

    @Override
    public String beginUpload(String key, BlobHead head) {
        return "id";
    }

    @Override
    public Optional<StoredPart> uploadPart(PartRequest request) {
        return Optional.of(new StoredPart(request.number(), request.content().length(), "t", null));
    }

    @Override
    public Optional<List<StoredPart>> listParts(String key, String uploadId) {
        return Optional.empty();
    }

    @Override
    public WriteReply completeUpload(CompleteRequest request) {
        return STORED;
    }

    @Override
    public void abortUpload(String key, String uploadId) {}

    @Override
    public PendingUploads listUploads(String prefix, @Nullable String token) {
        return new PendingUploads(List.of(), null);
    }

    @Override
    public Optional<StoredBlob> stat(String key) {
        return Optional.empty();
    }

    @Override
    public OpenReply open(OpenRequest request) {
        return OpenReply.of(OpenReply.Status.ABSENT);
    }

    @Override
    public RemoveReply remove(String key, Condition condition) {
        return RemoveReply.REMOVED;
    }

    @Override
    public Map<String, String> removeAll(List<String> keys) {
        return Map.of();
    }

    @Override
    public WriteReply copy(CopyRequest request) {
        return STORED;
    }

    @Override
    public ListReply list(ListRequest request) {
        return new ListReply(List.of(), List.of(), null);
    }

    @Override
    public void ping() {}
}
