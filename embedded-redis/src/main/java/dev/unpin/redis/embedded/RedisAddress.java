package dev.unpin.redis.embedded;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.util.JedisURIHelper;

/** Where a server listens and how to log in; its text never shows the password. */
final class RedisAddress {
    private static final int DEFAULT_PORT = 6379;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 10_000;

    private final URI uri;

    private RedisAddress(URI uri) {
        this.uri = uri;
    }

    static RedisAddress local(int port, @Nullable String password) {
        try {
            return new RedisAddress(
                    new URI("redis", password == null ? null : ":" + password, "127.0.0.1", port, null, null, null));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The password does not fit into a URI");
        }
    }

    static RedisAddress parse(String text) {
        String allowed = EmbeddedRedis.VARIABLE + " must look like redis://[[user]:password@]host[:port][/database]";
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(allowed); // the text and the cause may hold a password
        }
        if (!"redis".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(allowed);
        }
        return new RedisAddress(uri);
    }

    URI uri() {
        return uri;
    }

    String host() {
        return Objects.requireNonNull(uri.getHost());
    }

    int port() {
        return uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
    }

    HostAndPort hostAndPort() {
        return new HostAndPort(host(), port());
    }

    /** Plain RESP2 without any greeting, so that a server's own statistics show little but what a test asked for. */
    JedisClientConfig clientConfig() {
        return DefaultJedisClientConfig.builder()
                .protocol(RedisProtocol.RESP2)
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .connectionTimeoutMillis(CONNECT_MILLIS)
                .socketTimeoutMillis(ANSWER_MILLIS)
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .build();
    }

    @Override
    public String toString() {
        return host() + ":" + port();
    }
}
