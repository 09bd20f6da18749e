package dev.unpin.examples.shop.service;

import dev.unpin.blob.s3.S3BlobStore;
import dev.unpin.blob.s3.S3Profile;
import dev.unpin.concurrency.MemoryLockStore;
import dev.unpin.concurrency.MemoryRecordStore;
import dev.unpin.concurrency.redis.RedisLockStore;
import dev.unpin.concurrency.redis.RedisRecordStore;
import dev.unpin.concurrency.spi.LockStore;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.idempotency.MemoryIdempotencyStore;
import dev.unpin.idempotency.redis.RedisIdempotencyStore;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.redis.RedisBackend;
import dev.unpin.session.MemoryOwnerStore;
import dev.unpin.session.MemorySessionStore;
import dev.unpin.session.redis.RedisOwnerStore;
import dev.unpin.session.redis.RedisSessionStore;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionStore;
import java.time.Duration;

/**
 * Where the shop keeps all that it must not forget.
 *
 * @param sessions carts and who has signed in
 * @param owners where somebody is signed in
 * @param records stock, orders and the books
 * @param locks which instance does what only one should
 * @param idempotency what has been answered to which order
 * @param blobs pictures and receipts
 * @param tokens what lets programs in
 * @param connection what they share, to be closed last
 */
record Stores(
        SessionStore sessions,
        OwnerStore owners,
        RecordStore records,
        LockStore locks,
        IdempotencyStore idempotency,
        S3BlobStore blobs,
        TokenStores tokens,
        Connection connection)
        implements AutoCloseable {
    /** Longer than a service would have it: the whole fleet and its customers share one small machine with Redis. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /**
     * Opens what an address names: one Redis for all instances, or {@value ShopService#MEMORY}; and the store of blobs.
     */
    static Stores at(String address, Surroundings surroundings) {
        S3BlobStore blobs = S3BlobStore.builder(surroundings.bucket())
                .endpoint(surroundings.s3())
                .region("us-east-1")
                .credentials(surroundings.accessKeyId(), surroundings.secretAccessKey())
                .profile(S3Profile.AWS)
                .build();
        return address.equals(ShopService.MEMORY)
                ? insideThisInstance(blobs)
                : shared(
                        RedisBackend.builder("shop")
                                .single(address)
                                .deadline(DEADLINE)
                                .build(),
                        blobs);
    }

    private static Stores shared(RedisBackend redis, S3BlobStore blobs) {
        return new Stores(
                RedisSessionStore.create(redis),
                RedisOwnerStore.create(redis),
                RedisRecordStore.create(redis),
                RedisLockStore.create(redis),
                RedisIdempotencyStore.create(redis),
                blobs,
                TokenStores.shared(redis),
                redis::close);
    }

    /** What goes wrong with stores like these, the journey shows. */
    private static Stores insideThisInstance(S3BlobStore blobs) {
        return new Stores(
                MemorySessionStore.create(),
                MemoryOwnerStore.create(),
                MemoryRecordStore.create(),
                MemoryLockStore.create(),
                MemoryIdempotencyStore.create(),
                blobs,
                TokenStores.insideThisInstance(),
                () -> {});
    }

    @Override
    public void close() {
        blobs.close();
        connection.close();
    }

    /** What all stores share. */
    private interface Connection extends AutoCloseable {
        @Override
        void close();
    }
}
