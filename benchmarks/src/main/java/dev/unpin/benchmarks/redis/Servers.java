package dev.unpin.benchmarks.redis;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/**
 * One Redis, and the two ways to it that every comparison needs.
 *
 * @param server the server
 * @param network what every client goes through, and is held up by
 * @param address where all clients connect, other libraries as well
 * @param raw bare Jedis with a pool that nobody waits for
 * @param backend Unpin's connections, as many
 */
public record Servers(
        EmbeddedRedis server, Optional<FaultProxy> network, URI address, RedisClient raw, RedisBackend backend)
        implements AutoCloseable {
    /** More than there are threads, so that no slice measures a queue. */
    public static final int CONNECTIONS = 16;

    /**
     * Starts a server.
     *
     * @param network how long a request takes to it, beside what the machine itself needs; none if it is zero
     * @param connections how many each of the two clients may open
     * @return the server and its clients
     */
    static Servers start(Duration network, int connections) {
        EmbeddedRedis server = EmbeddedRedis.startOwn();
        if (network.isZero()) {
            return connect(server, Optional.empty(), server.uri(), connections);
        }
        FaultProxy proxy = FaultProxy.to(server);
        proxy.always(Fault.delayRequest(network));
        return connect(server, Optional.of(proxy), proxy.uri(), connections);
    }

    private static Servers connect(EmbeddedRedis server, Optional<FaultProxy> network, URI address, int connections) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        pool.setJmxEnabled(false);
        return new Servers(
                server,
                network,
                address,
                RedisClient.builder()
                        .hostAndPort(address.getHost(), address.getPort())
                        .poolConfig(pool)
                        .build(),
                RedisBackend.builder("bench")
                        .single(address.toString())
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
        network.ifPresent(FaultProxy::close);
        server.close();
    }
}
