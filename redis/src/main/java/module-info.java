/** Redis and Valkey for Unpin's drivers: connections with deadlines, scripts, keys, failures with their effect. */
module dev.unpin.redis {
    requires transitive dev.unpin.core;
    requires transitive redis.clients.jedis;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.unpin.redis;
}
