package dev.unpin.examples.shop.service;

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
 * @param connection what they share, to be closed last
 */
record Stores(
        SessionStore sessions,
        OwnerStore owners,
        RecordStore records,
        LockStore locks,
        IdempotencyStore idempotency,
        Connection connection)
        implements AutoCloseable {
    /** Longer than a service would have it: the whole fleet and its customers share one small machine with Redis. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /** Opens what an address names: one Redis for all instances, or {@value ShopService#MEMORY}. */
    static Stores at(String address) {
        return address.equals(ShopService.MEMORY)
                ? insideThisInstance()
                : shared(RedisBackend.builder("shop")
                        .single(address)
                        .deadline(DEADLINE)
                        .build());
    }

    private static Stores shared(RedisBackend redis) {
        return new Stores(
                RedisSessionStore.create(redis),
                RedisOwnerStore.create(redis),
                RedisRecordStore.create(redis),
                RedisLockStore.create(redis),
                RedisIdempotencyStore.create(redis),
                redis::close);
    }

    /** What goes wrong with stores like these, the journey shows. */
    private static Stores insideThisInstance() {
        return new Stores(
                MemorySessionStore.create(),
                MemoryOwnerStore.create(),
                MemoryRecordStore.create(),
                MemoryLockStore.create(),
                MemoryIdempotencyStore.create(),
                () -> {});
    }

    @Override
    public void close() {
        connection.close();
    }

    /** What all stores share. */
    private interface Connection extends AutoCloseable {
        @Override
        void close();
    }
}
