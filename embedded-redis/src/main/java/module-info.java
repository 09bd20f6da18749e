/**
 * A real redis-server for tests and demos, alone, as a cluster or with Sentinels, and a proxy that breaks connections
 * on purpose.
 */
@SuppressWarnings("requires-automatic")
module dev.unpin.redis.embedded {
    requires static transitive org.jspecify;
    requires redis.clients.jedis;

    exports dev.unpin.redis.embedded;
}
