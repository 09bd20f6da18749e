package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Version;
import dev.unpin.blob.spi.ByteRange;
import dev.unpin.blob.spi.OpenReply;
import dev.unpin.blob.spi.OpenRequest;
import dev.unpin.blob.spi.StoredBlob;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads blobs and what is known of them. Thread-safe. */
final class BlobReads {
    private final BlobSettings settings;
    private final BlobScope scope;

    BlobReads(BlobSettings settings, BlobScope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    Optional<BlobInfo> find(String key) {
        return stat(key).map(stored -> info(key, stored));
    }

    Optional<StoredBlob> stat(String key) {
        return settings.store().stat(scope.full(key));
    }

    BlobReader open(String key, @Nullable ByteRange range, @Nullable Version version) {
        OpenReply reply = settings.store().open(new OpenRequest(scope.full(key), range, version, null));
        return switch (reply.status()) {
            case FOUND -> reader(key, reply);
            case ABSENT -> throw new BlobNotFoundException(key);
            case CONDITION_FAILED ->
                throw BlobWrites.notMet(key, version == null ? Condition.present() : Condition.ifVersion(version));
            case RANGE_NOT_SATISFIABLE -> throw new BlobRangeException(key, range == null ? "" : range.header());
            case NOT_MODIFIED -> throw new IllegalStateException("an unconditional read was answered with " + reply);
        };
    }

    Optional<BlobReader> openIfChanged(String key, Version known) {
        OpenReply reply = settings.store().open(new OpenRequest(scope.full(key), null, null, known));
        return switch (reply.status()) {
            case FOUND -> Optional.of(reader(key, reply));
            case ABSENT -> throw new BlobNotFoundException(key);
            case NOT_MODIFIED -> Optional.empty();
            default -> throw new IllegalStateException("a read was answered with " + reply);
        };
    }

    private static BlobReader reader(String key, OpenReply reply) {
        OpenReply.Found found = reply.found().orElseThrow();
        return new BlobReader(info(key, found.blob()), found);
    }

    static BlobInfo info(String key, StoredBlob stored) {
        return new BlobInfo(
                key,
                stored.size(),
                stored.version(),
                Optional.ofNullable(stored.modified()),
                HeadCodec.decode(stored.head()));
    }
}
