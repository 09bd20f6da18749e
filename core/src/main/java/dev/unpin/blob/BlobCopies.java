package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.LimitExceededException;
import dev.unpin.PreconditionFailedException;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.CopyRequest;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.WriteReply;
import dev.unpin.retry.Backoff;
import java.util.Map;

/** Copies blobs inside of the store. Thread-safe. */
final class BlobCopies {
    private final BlobSettings settings;
    private final BlobScope scope;
    private final BlobReads reads;
    private final BlobWrites writes;

    BlobCopies(BlobSettings settings, BlobScope scope, BlobReads reads, BlobWrites writes) {
        this.settings = settings;
        this.scope = scope;
        this.reads = reads;
        this.writes = writes;
    }

    Version copy(String source, String target, CopyOptions options) {
        String fullTarget = scope.full(target);
        Condition condition = writes.resolve(target, fullTarget, options.condition());
        if (options.source() != null) {
            settings.require(BlobCapability.COPY_IF_SOURCE, "copy on a condition at the source");
        }
        BlobAttributes attributes = options.attributes();
        if (attributes == null && condition.kind() == Condition.Kind.ANY) {
            return copyAsItIs(source, target, options);
        }
        if (condition.kind() != Condition.Kind.ANY) {
            settings.require(BlobCapability.COPY_IF_TARGET, "copy on a condition at the target");
        }
        StoredBlob from = reads.stat(source).orElseThrow(() -> new BlobNotFoundException(source));
        if (options.source() != null && !options.source().equals(from.version())) {
            throw BlobWrites.notMet(source, Condition.ifVersion(options.source()));
        }
        return copy(
                        source,
                        from,
                        target,
                        attributes == null ? HeadCodec.decode(from.head()) : attributes,
                        condition,
                        Map.of())
                .version();
    }

    /** One request. Where its answer is lost, nothing tells this copy from others, and it is reported as unknown. */
    private Version copyAsItIs(String source, String target, CopyOptions options) {
        CopyRequest request =
                new CopyRequest(scope.full(source), options.source(), scope.full(target), null, Condition.any());
        Backoff backoff = settings.backoff();
        while (true) {
            WriteReply reply = settings.store().copy(request);
            switch (reply.status()) {
                case STORED -> {
                    return reply.version();
                }
                case SOURCE_ABSENT -> throw new BlobNotFoundException(source);
                case SOURCE_CHANGED -> throw sourceChanged(source);
                case CONFLICT -> {
                    if (!backoff.pause()) {
                        throw new BlobConflictException(target);
                    }
                }
                default -> throw new IllegalStateException("an unconditional copy was answered with " + reply);
            }
        }
    }

    /**
     * Copies what {@code from} tells of, and only that where the store can tell. The copy names a write of its own, so
     * that a lost answer can be settled.
     */
    BlobInfo copy(
            String source,
            StoredBlob from,
            String target,
            BlobAttributes attributes,
            Condition condition,
            Map<String, String> internal) {
        long max = settings.store().limits().maxCopyBytes();
        if (from.size() > max) {
            throw new LimitExceededException(
                    "maxCopyBytes", max, "this store copies blobs of at most " + max + " bytes, not " + from.size());
        }
        WriteTarget write =
                new WriteTarget(target, scope.full(target), attributes, condition, settings.newId(), copied -> {});
        BlobHead head = HeadCodec.encode(attributes, write.writeId(), HeadCodec.crc32c(from), internal);
        Version pinned =
                settings.store().capabilities().contains(BlobCapability.COPY_IF_SOURCE) ? from.version() : null;
        CopyRequest request = new CopyRequest(scope.full(source), pinned, write.fullKey(), head, condition);
        return writes.settle(write, from.size(), () -> {
            WriteReply reply = settings.store().copy(request);
            return switch (reply.status()) {
                case SOURCE_ABSENT -> throw new BlobNotFoundException(source);
                case SOURCE_CHANGED -> throw sourceChanged(source);
                default -> reply;
            };
        });
    }

    private static PreconditionFailedException sourceChanged(String source) {
        return new PreconditionFailedException("the blob " + source + " was overwritten before it was copied");
    }
}
