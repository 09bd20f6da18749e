package dev.unpin.redis;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/**
 * Whether a user's client resends commands by itself when an answer is lost; measured: one INCR counted three times.
 */
enum HiddenRetries {
    /** It sends each command once. */
    NONE,
    /** It may send a command several times, and the user accepts that. */
    ACCEPTED;

    private static final String PACKAGE = "redis.clients.jedis.";

    /** By name: not every one of them is in every version of Jedis. What is derived from them may do anything. */
    private static final List<String> SENDING_ONCE =
            List.of("RedisClient", "RedisSentinelClient", "JedisPooled", "JedisSentineled");

    static HiddenRetries of(UnifiedJedis jedis, Settings settings) {
        if (settings.hiddenRetriesAccepted()) {
            return ACCEPTED;
        }
        String type = jedis.getClass().getName();
        if (SENDING_ONCE.stream().noneMatch(name -> type.equals(PACKAGE + name))) {
            throw new IllegalArgumentException("jedis must be one of " + SENDING_ONCE + ", but is a " + type
                    + ", which may resend writes whose answer was lost and apply them twice without a trace; use"
                    + " RedisBackend.builder(...).single(...), sentinel(...) or cluster(...) instead, or accept it by"
                    + " acceptHiddenRetries()");
        }
        return NONE;
    }
}
