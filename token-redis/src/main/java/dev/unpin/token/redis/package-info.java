/**
 * What instances share about tokens, in Redis or Valkey: {@link dev.unpin.token.redis.RedisKeyRingStore} and
 * {@link dev.unpin.token.redis.RedisRefreshTokenStore}.
 */
@NullMarked
package dev.unpin.token.redis;

import org.jspecify.annotations.NullMarked;
