/**
 * Real Redis for tests and demos: {@link dev.unpin.redis.embedded.EmbeddedRedis one server},
 * {@link dev.unpin.redis.embedded.EmbeddedRedisCluster a cluster},
 * {@link dev.unpin.redis.embedded.EmbeddedRedisSentinel a master watched by Sentinels}, and
 * {@link dev.unpin.redis.embedded.FaultProxy a proxy} that delays, cuts and swallows on demand.
 *
 * <p><strong>Tests and demos only.</strong> The bundled server is Redis 7.0.15, whose known Lua sandbox vulnerabilities
 * of 2024 and 2025 are not fixed; everything here listens on 127.0.0.1 only. Linux (amd64, arm64, 386) and macOS
 * (amd64, arm64) are covered; Windows is not.
 */
@NullMarked
package dev.unpin.redis.embedded;

import org.jspecify.annotations.NullMarked;
