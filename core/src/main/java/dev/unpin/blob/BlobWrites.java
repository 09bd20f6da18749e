package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.PreconditionFailedException;
import dev.unpin.StoreException;
import dev.unpin.Version;
import dev.unpin.blob.spi.BlobBytes;
import dev.unpin.blob.spi.BlobCapability;
import dev.unpin.blob.spi.BlobHead;
import dev.unpin.blob.spi.BlobStore;
import dev.unpin.blob.spi.CompleteRequest;
import dev.unpin.blob.spi.PutRequest;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.WriteReply;
import dev.unpin.retry.Backoff;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes blobs, and finds out what became of a write whose answer was lost or ambiguous. Thread-safe. */
final class BlobWrites {
    private final BlobSettings settings;
    private final BlobScope scope;

    BlobWrites(BlobSettings settings, BlobScope scope) {
        this.settings = settings;
        this.scope = scope;
    }

    BlobInfo put(String key, BlobSource source, PutOptions options) {
        try (BlobUpload upload = upload(key, options)) {
            upload.readAll(source);
            return upload.publish();
        }
    }

    BlobUpload upload(String key, PutOptions options) {
        String fullKey = scope.full(key);
        return new BlobUpload(
                this,
                settings,
                new WriteTarget(
                        key,
                        fullKey,
                        options.attributes(),
                        resolve(key, fullKey, options.condition()),
                        settings.newId(),
                        options.progress()));
    }

    /** Turns a condition into one that the port takes. Only rare ones have to ask what is stored now. */
    Condition resolve(String key, String fullKey, Condition condition) {
        boolean oneVersion = condition.kind() == Condition.Kind.VERSION
                && condition.versions().size() == 1;
        Condition simple = condition;
        if (!oneVersion && condition.kind() != Condition.Kind.ANY && condition.kind() != Condition.Kind.ABSENT) {
            Version current =
                    settings.store().stat(fullKey).map(StoredBlob::version).orElse(null);
            if (current == null || !condition.isMetBy(current)) {
                throw notMet(key, condition);
            }
            simple = Condition.ifVersion(current);
        }
        if (simple.kind() == Condition.Kind.ABSENT) {
            settings.require(BlobCapability.CREATE_ONLY, "create a blob without overwriting one");
        } else if (simple.kind() == Condition.Kind.VERSION) {
            settings.require(BlobCapability.COMPARE_AND_SET, "overwrite an expected version");
        }
        return simple;
    }

    BlobInfo putAtOnce(WriteTarget target, BlobBytes content) {
        BlobHead head = HeadCodec.encode(target.attributes(), target.writeId(), content.crc32c());
        PutRequest request = new PutRequest(target.fullKey(), head, content, target.condition());
        return settle(target, content.length(), () -> settings.store().put(request));
    }

    BlobInfo complete(WriteTarget target, CompleteRequest request) {
        return settle(target, request.size(), () -> settings.store().completeUpload(request));
    }

    /** Sends until there is an answer that settles it. Every send is the same write, known by the same id. */
    BlobInfo settle(WriteTarget target, long size, Supplier<WriteReply> send) {
        Backoff backoff = settings.backoff();
        while (true) {
            WriteReply reply;
            try {
                reply = send.get();
            } catch (StoreException e) {
                if (e.effect() != Effect.UNKNOWN) {
                    throw e;
                }
                return findOwn(target).orElseThrow(() -> e);
            }
            switch (reply.status()) {
                case STORED -> {
                    return target.info(size, reply);
                }
                case CONDITION_FAILED -> throw notMet(target.key(), target.condition());
                case CONFLICT -> {
                    if (!backoff.pause()) {
                        throw new BlobConflictException(target.key());
                    }
                }
                case UNCLEAR -> {
                    return findOwn(target).orElseThrow(() -> unclear(target.key()));
                }
                case UPLOAD_GONE -> throw uploadGone(target.key());
                default -> throw new IllegalStateException("a write was answered with " + reply);
            }
        }
    }

    /** A blob that names our write proves that it was applied; any other proves nothing. */
    private Optional<BlobInfo> findOwn(WriteTarget target) {
        try {
            return settings.store()
                    .stat(target.fullKey())
                    .filter(stored -> HeadCodec.isFrom(target.writeId(), stored))
                    .map(target::info);
        } catch (StoreException stillNoAnswer) {
            return Optional.empty();
        }
    }

    BlobStore store() {
        return settings.store();
    }

    static PreconditionFailedException notMet(String key, Condition condition) {
        return new PreconditionFailedException(
                switch (condition.kind()) {
                    case ABSENT -> "there is a blob " + key + " already";
                    case PRESENT -> "there is no blob " + key;
                    default -> "the blob " + key + " is not at the version that was demanded";
                });
    }

    static StoreException unclear(String key) {
        return StoreException.unknown(
                "a write of " + key + " was sent more than once, and the blob is not ours now: it was applied and"
                        + " overwritten, or never applied",
                null);
    }

    static StoreException uploadGone(String key) {
        return StoreException.refused("the upload of " + key + " was ended by somebody else", null);
    }
}
