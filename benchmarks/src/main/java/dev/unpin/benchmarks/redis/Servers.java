package dev.unpin.benchmarks.redis;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.nio.charset.StandardCharsets;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/**
 * One Redis, and the two ways to it that every comparison needs.
 *
 * @param server the server; other libraries connect by its address
 * @param raw bare Jedis with a pool that nobody waits for
 * @param backend Unpin's connections, as many
 */
public record Servers(EmbeddedRedis server, RedisClient raw, RedisBackend backend) implements AutoCloseable {
    /** More than there are threads, so that no slice measures a queue. */
    public static final int CONNECTIONS = 16;

    static Servers start() {
        return start(CONNECTIONS);
    }

    static Servers start(int connections) {
        EmbeddedRedis server = EmbeddedRedis.startOwn();
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setJmxEnabled(false);
        return new Servers(
                server,
                RedisClient.builder()
                        .hostAndPort(server.host(), server.port())
                        .poolConfig(pool)
                        .build(),
                RedisBackend.builder("bench")
                        .single(server.uri().toString())
                        .maxConnections(connections)
                        .build());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        backend.close();
        raw.close();
        server.close();
    }
}
