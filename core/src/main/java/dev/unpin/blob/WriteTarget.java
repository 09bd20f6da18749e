package dev.unpin.blob;

import dev.unpin.Condition;
import dev.unpin.blob.spi.StoredBlob;
import dev.unpin.blob.spi.WriteReply;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One write, as it was asked for.
 *
 * @param key the key as the caller knows it
 * @param fullKey the key as the store knows it
 * @param attributes what is stored beside the bytes
 * @param condition as the port takes it: any, absent, or exactly one version
 * @param writeId by which the blob is recognised as this write's
 * @param progress who is told
 */
record WriteTarget(
        String key,
        String fullKey,
        BlobAttributes attributes,
        Condition condition,
        String writeId,
        LongConsumer progress) {
    BlobInfo info(long size, WriteReply reply) {
        return new BlobInfo(key, size, reply.version(), Optional.ofNullable(reply.modified()), attributes);
    }

    BlobInfo info(StoredBlob stored) {
        return new BlobInfo(key, stored.size(), stored.version(), Optional.ofNullable(stored.modified()), attributes);
    }
}
