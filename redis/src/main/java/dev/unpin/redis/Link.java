package dev.unpin.redis;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * One connection to one server, lent by a {@link NodePool}; closing it gives it back. For one thread at a time.
 *
 * <p>It opens itself when first used, so that waiting for it and opening it can be told apart. After a failure it is
 * never used again: a late reply would be taken for the next one, and Jedis would silently reconnect.
 */
final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final NodePool pool;
    private final Dialer dialer;
    private volatile @Nullable DeadlineSocket socket;
    private @Nullable Connection connection;
    private boolean usable;
    private long idleSinceNanos;

    Link(NodePool pool, Dialer dialer) {
        this.pool = pool;
        this.dialer = dialer;
    }

    HostAndPort address() {
        return pool.address();
    }

    /** Connects and signs in, unless that was done before. */
    void open(Deadline deadline) throws LinkFailure {
        if (connection != null) {
            return;
        }
        try {
            DeadlineSocket opened = dialer.connect(address(), deadline);
            socket = opened;
            Socket secured = dialer.secure(opened, address());
            Connection opening = new Connection(new OnlyOnce(secured)::take, dialer.config());
            if (dialer.accept() == Dialer.Accept.PRIMARY) {
                requirePrimary(opening);
            }
            connection = opening;
            usable = true;
        } catch (JedisDataException e) {
            throw LinkFailure.turnedAway(ServerError.ofHandshake(e));
        } catch (IOException | RuntimeException e) {
            String message = "No connection to " + address() + ": " + LinkFailure.reason(e);
            throw LinkFailure.noConnection(message, e);
        } finally {
            if (!usable) {
                shut();
            }
        }
    }

    /** A demoted server still answers reads, from an old copy. */
    private void requirePrimary(Connection opening) throws LinkFailure {
        Object role = opening.executeCommand(new CommandArguments(RedisCommand.ROLE));
        if (!(role instanceof List<?> parts
                && parts.get(0) instanceof byte[] name
                && new String(name, StandardCharsets.US_ASCII).equals("master"))) {
            throw LinkFailure.turnedAway(ServerError.NOT_PRIMARY);
        }
    }

    /** Forgets the connection, so that the next use opens another. */
    void renew() {
        shut();
        socket = null;
        connection = null;
        usable = false;
    }

    /**
     * Sends commands at once and reads their replies.
     *
     * @return the reply to the only command, or a list of the replies to all
     * @throws JedisDataException if a reply is an error, the first of them; the link stays usable
     * @throws LinkFailure if not all replies have come; the link is shut
     */
    @Nullable
    Object call(List<CommandArguments> commands, Deadline deadline) throws LinkFailure {
        DeadlineSocket opened = Objects.requireNonNull(socket, "open it first");
        Connection jedis = Objects.requireNonNull(connection, "open it first");
        opened.begin(deadline);
        usable = false;
        try {
            commands.forEach(jedis::sendCommand);
            List<@Nullable Object> replies = new ArrayList<>(commands.size());
            JedisDataException error = null;
            for (int i = 0; i < commands.size(); i++) {
                try {
                    replies.add(jedis.getOne());
                } catch (JedisDataException e) {
                    if (i > 0 && ServerError.isWrongType(e)) {
                        replies.add(null); // not the hash that was to be read behind another command
                    } else {
                        error = error == null ? e : error;
                    }
                }
            }
            usable = true;
            if (error != null) {
                throw error;
            }
            return replies.size() == 1 ? replies.get(0) : replies;
        } catch (JedisDataException e) {
            throw e;
        } catch (RuntimeException e) {
            throw LinkFailure.ofCommand(address(), opened.replyAwaited(), e);
        } finally {
            if (!usable) {
                shut();
            }
        }
    }

    /** Gives it back to its pool. */
    @Override
    public void close() {
        pool.giveBack(this);
    }

    boolean isUsable() {
        return usable;
    }

    void rest() {
        idleSinceNanos = System.nanoTime();
    }

    long restedNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    /** Whether the server has hung up meanwhile; costs no round trip. */
    boolean isStale() {
        DeadlineSocket opened = socket;
        return opened == null || opened.isStale(dialer.tls() != null);
    }

    /** Ends the connection at once; callable by any thread. */
    void shut() {
        DeadlineSocket opened = socket;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException e) {
                LOG.debug("A connection to {} was not closed cleanly", address(), e);
            }
        }
    }

    /** Keeps Jedis from replacing a broken connection by one that is not signed in. */
    private static final class OnlyOnce {
        private @Nullable Socket socket;

        OnlyOnce(Socket socket) {
            this.socket = socket;
        }

        Socket take() {
            Socket taken = socket;
            socket = null;
            if (taken == null) {
                throw new JedisConnectionException("The connection was closed");
            }
            return taken;
        }
    }
}
