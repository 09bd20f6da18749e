/** Idempotency keys in Redis or Valkey: {@link dev.unpin.idempotency.redis.RedisIdempotencyStore}. */
@NullMarked
package dev.unpin.idempotency.redis;

import org.jspecify.annotations.NullMarked;
