package dev.unpin.redis;

import java.util.Set;
import redis.clients.jedis.UnifiedJedis;

/**
 * Whether a user's client resends commands by itself when an answer is lost; measured: one INCR counted three times.
 */
enum HiddenRetries {
    /** It sends each command once. */
    NONE,
    /** It may send a command several times, and the user accepts that. */
    ACCEPTED;

    /** By name: not every one of them is in every version of Jedis. */
    private static final Set<String> RESENDING = Set.of("RedisClusterClient", "JedisCluster", "MultiDbClient");

    static HiddenRetries of(UnifiedJedis jedis, Settings settings) {
        if (settings.hiddenRetriesAccepted()) {
            return ACCEPTED;
        }
        for (Class<?> type = jedis.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().startsWith("redis.clients.jedis.") && RESENDING.contains(type.getSimpleName())) {
                throw new IllegalArgumentException("A " + type.getSimpleName()
                        + " resends writes whose answer was lost, which can apply them twice without a trace; use"
                        + " RedisBackend.builder(...).cluster(...) instead, or accept it by acceptHiddenRetries()");
            }
        }
        return NONE;
    }
}
