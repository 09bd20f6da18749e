/**
 * What instances share about tokens, in Redis or Valkey: {@link dev.unpin.token.redis.RedisKeyRingStore},
 * {@link dev.unpin.token.redis.RedisRefreshTokenStore} and {@link dev.unpin.token.redis.RedisBlocklistStore}.
 */
@NullMarked
package dev.unpin.token.redis;

import org.jspecify.annotations.NullMarked;
