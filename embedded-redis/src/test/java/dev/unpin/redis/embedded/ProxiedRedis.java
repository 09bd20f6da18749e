package dev.unpin.redis.embedded;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** A server with a proxy in front of it, new for every test, and clients that are closed with it. */
abstract class ProxiedRedis {
    static final int PATIENCE = 20_000;

    static EmbeddedRedis redis;

    private final List<Jedis> clients = new CopyOnWriteArrayList<>();

    FaultProxy proxy;

    @BeforeAll
    static void startRedis() {
        redis = EmbeddedRedis.startOwn();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void openProxy() {
        redis.command("FLUSHALL");
        proxy = FaultProxy.to(redis);
    }

    @AfterEach
    void closeProxy() {
        clients.forEach(ProxiedRedis::closeQuietly);
        proxy.close();
    }

    /** A client that sends no handshake and connects at its first command. */
    Jedis connect(int timeoutMillis) {
        return closedLater(new Jedis(
                "127.0.0.1",
                proxy.port(),
                DefaultJedisClientConfig.builder()
                        .serverDefaultProtocol()
                        .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                        .connectionTimeoutMillis(PATIENCE)
                        .socketTimeoutMillis(timeoutMillis)
                        .build()));
    }

    /** A client that connects and sends its handshake at once. */
    Jedis greeting() {
        return closedLater(new Jedis(
                "127.0.0.1",
                proxy.port(),
                DefaultJedisClientConfig.builder()
                        .protocol(RedisProtocol.RESP3)
                        .timeoutMillis(PATIENCE)
                        .build()));
    }

    Jedis closedLater(Jedis client) {
        clients.add(client);
        return client;
    }

    private static void closeQuietly(Jedis client) {
        try {
            client.close();
        } catch (JedisConnectionException e) {
            // Jedis flushes what a broken connection still holds
        }
    }
}
