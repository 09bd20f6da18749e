package dev.unpin.examples.shop.service;

import dev.unpin.redis.RedisBackend;
import dev.unpin.token.MemoryBlocklistStore;
import dev.unpin.token.MemoryKeyRingStore;
import dev.unpin.token.redis.RedisBlocklistStore;
import dev.unpin.token.redis.RedisKeyRingStore;
import dev.unpin.token.redis.RedisRefreshTokenStore;
import dev.unpin.token.refresh.MemoryRefreshTokenStore;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.KeyRingStore;
import dev.unpin.token.spi.RefreshTokenStore;

/**
 * Where the instances share what tokens need.
 *
 * @param keys the keys that sign, their private halves sealed
 * @param revoked what has been taken back
 * @param families who is signed in by which program
 */
record TokenStores(KeyRingStore keys, BlocklistStore revoked, RefreshTokenStore families) {
    static TokenStores shared(RedisBackend redis) {
        return new TokenStores(
                RedisKeyRingStore.create(redis, "api"),
                RedisBlocklistStore.create(redis),
                RedisRefreshTokenStore.create(redis));
    }

    static TokenStores insideThisInstance() {
        return new TokenStores(
                MemoryKeyRingStore.create(), MemoryBlocklistStore.create(), MemoryRefreshTokenStore.create());
    }
}
