/** Records in Redis or Valkey: {@link dev.unpin.concurrency.redis.RedisRecordStore}. */
@NullMarked
package dev.unpin.concurrency.redis;

import org.jspecify.annotations.NullMarked;
