package dev.unpin.redis.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/** One connection of our own to a server, opened when needed and dropped when broken; any command, one at a time. */
final class CommandLine implements AutoCloseable {
    private final RedisAddress address;
    private @Nullable Connection connection;

    CommandLine(RedisAddress address) {
        this.address = address;
    }

    synchronized @Nullable Object run(String... words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("A command needs a name, for instance PING");
        }
        byte[] name = words[0].getBytes(StandardCharsets.UTF_8);
        try {
            if (connection == null) {
                connection = new Connection(address.hostAndPort(), address.clientConfig());
            }
            connection.sendCommand(() -> name, Arrays.copyOfRange(words, 1, words.length));
            return SafeEncoder.encodeObject(connection.getOne());
        } catch (JedisDataException e) {
            throw new EmbeddedRedisException(String.valueOf(e.getMessage()), e);
        } catch (JedisException e) {
            close();
            throw new EmbeddedRedisException(address + " does not answer " + words[0], e);
        }
    }

    String text(String... words) {
        return Objects.requireNonNullElse(run(words), "(nil)").toString();
    }

    @Override
    public synchronized void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (JedisException e) {
                // the server is gone, and the socket is closed all the same
            }
        }
    }
}
