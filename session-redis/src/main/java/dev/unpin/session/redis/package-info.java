/** Sessions in Redis or Valkey: {@link dev.unpin.session.redis.RedisSessionStore}. */
@NullMarked
package dev.unpin.session.redis;

import org.jspecify.annotations.NullMarked;
