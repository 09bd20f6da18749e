/**
 * What every Redis driver stands on: connections with a deadline, scripts that know whether they may be repeated, keys
 * that share a slot, and failures that say what they did.
 *
 * <p>Users make one {@link dev.unpin.redis.RedisBackend} and hand it to drivers. Driver authors also need
 * {@link dev.unpin.redis.RedisScript}, {@link dev.unpin.redis.ScriptPart}, {@link dev.unpin.redis.RedisKeys},
 * {@link dev.unpin.redis.ScriptArgs} and {@link dev.unpin.redis.ScriptReply}.
 */
@NullMarked
package dev.unpin.redis;

import org.jspecify.annotations.NullMarked;
