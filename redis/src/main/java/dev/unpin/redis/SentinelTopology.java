package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The primary of a Sentinel group. The Sentinels are asked when it is first needed and after every failure; nothing is
 * subscribed to, so nothing can be missed.
 */
final class SentinelTopology implements Topology {
    private static final Logger LOG = LoggerFactory.getLogger(SentinelTopology.class);

    private final String masterName;
    private final List<NodePool> sentinels;
    private final Function<HostAndPort, NodePool> servers;
    private final Duration patience;
    private final SingleFlight flight = new SingleFlight();

    private volatile @Nullable NodePool primary;
    private volatile boolean closed;
    private volatile String problem = "no Sentinel was asked yet";
    private int next;

    /**
     * Prepares to ask.
     *
     * @param patience how long to wait for one Sentinel before the next is asked
     */
    SentinelTopology(
            String masterName, List<NodePool> sentinels, Function<HostAndPort, NodePool> servers, Duration patience) {
        this.masterName = masterName;
        this.sentinels = sentinels;
        this.servers = servers;
        this.patience = patience;
    }

    @Override
    public NodePool owner(int slot, Deadline deadline) throws LinkFailure {
        NodePool known = primary;
        if (known != null) {
            return known;
        }
        refresh(null, deadline);
        known = primary;
        if (known == null) {
            throw LinkFailure.noConnection("The primary of " + describe() + " is not known: " + problem, null);
        }
        return known;
    }

    @Override
    public void refresh(@Nullable HostAndPort suspect, Deadline deadline) {
        flight.run(deadline, () -> askAll(deadline));
    }

    /** Begins with another Sentinel each time: one that is cut off from the others knows only the past. */
    private void askAll(Deadline deadline) {
        for (int asked = 0; asked < sentinels.size() && !deadline.isOver(); asked++) {
            NodePool sentinel = sentinels.get(next++ % sentinels.size());
            try (Link link = sentinel.take(deadline)) {
                Deadline answerBy = deadline.atMost(patience);
                link.open(answerBy);
                Object reply = link.call(
                        List.of(new CommandArguments(RedisCommand.SENTINEL)
                                .add("GET-MASTER-ADDR-BY-NAME")
                                .add(masterName)),
                        answerBy);
                HostAndPort address = address(reply);
                if (address != null) {
                    adopt(address);
                    return;
                }
                problem = "the Sentinel at " + sentinel.address()
                        + (reply == null ? " watches no master of that name" : " answered by no address");
            } catch (LinkFailure e) {
                problem = e.text();
            } catch (JedisDataException e) {
                problem = "the Sentinel at " + sentinel.address() + " "
                        + ServerError.ofHandshake(e).text();
            }
        }
    }

    private void adopt(HostAndPort address) {
        NodePool known = primary;
        if (known != null && known.address().equals(address)) {
            return;
        }
        NodePool fresh = servers.apply(address);
        primary = fresh;
        if (closed) {
            fresh.close(); // closing may have missed it
        }
        if (known != null) {
            LOG.info("The primary of '{}' moved from {} to {}", masterName, known.address(), address);
            known.retire();
        }
    }

    /** Reads host and port, or nothing if the reply is anything else. */
    static @Nullable HostAndPort address(@Nullable Object reply) {
        if (reply instanceof List<?> parts
                && parts.size() == 2
                && parts.get(0) instanceof byte[] host
                && parts.get(1) instanceof byte[] port) {
            String digits = new String(port, StandardCharsets.US_ASCII);
            boolean isPort = host.length > 0 && digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= 65_535;
            return isPort ? new HostAndPort(new String(host, StandardCharsets.UTF_8), Integer.parseInt(digits)) : null;
        }
        return null;
    }

    @Override
    public Optional<NodePool> redirectedTo(HostAndPort address) {
        return Optional.empty();
    }

    @Override
    public void moved(int slot, HostAndPort address) {}

    @Override
    public void catchUp(HostAndPort answering, Deadline deadline) {}

    @Override
    public boolean isOneServer() {
        return true;
    }

    @Override
    public boolean failsOver() {
        return true;
    }

    @Override
    public String describe() {
        return "master '" + masterName + "' of the Sentinels at "
                + sentinels.stream().map(NodePool::address).toList();
    }

    @Override
    public void close() {
        closed = true;
        sentinels.forEach(NodePool::close);
        NodePool known = primary;
        if (known != null) {
            known.close();
        }
    }
}
