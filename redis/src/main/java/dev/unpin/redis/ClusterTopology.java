package dev.unpin.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * A Redis Cluster: a table from slots to primaries, read from any node when it is first needed and after every failure,
 * and corrected by redirects.
 */
final class ClusterTopology implements Topology {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterTopology.class);
    private static final int SLOTS = 16_384;
    private static final long SHORTEST_BETWEEN_REDIRECT_REFRESHES = TimeUnit.SECONDS.toNanos(1);

    private final List<HostAndPort> seeds;
    private final Function<HostAndPort, NodePool> newPool;
    private final Duration patience;
    private final Map<HostAndPort, NodePool> nodes = new ConcurrentHashMap<>();
    private final SingleFlight flight = new SingleFlight();

    private volatile @Nullable AtomicReferenceArray<@Nullable HostAndPort> table;
    private volatile long refreshedAtNanos;
    private volatile boolean closed;
    private volatile LinkFailure problem = LinkFailure.noConnection("No node was asked yet", null);

    /**
     * Prepares to ask.
     *
     * @param patience how long to wait for one node before the next is asked
     */
    ClusterTopology(List<HostAndPort> seeds, Function<HostAndPort, NodePool> newPool, Duration patience) {
        this.seeds = seeds;
        this.newPool = newPool;
        this.patience = patience;
    }

    @Override
    public NodePool owner(int slot, Deadline deadline) throws LinkFailure {
        if (table == null) {
            refresh(null, deadline);
        }
        AtomicReferenceArray<@Nullable HostAndPort> known = table;
        if (known == null) {
            throw problem;
        }
        HostAndPort owner = known.get(slot);
        if (owner == null) {
            throw LinkFailure.noConnection("No node of the " + describe() + " serves slot " + slot, null);
        }
        return node(owner);
    }

    @Override
    public Optional<NodePool> redirectedTo(HostAndPort address) {
        return Optional.of(node(address));
    }

    @Override
    public void moved(int slot, HostAndPort address) {
        AtomicReferenceArray<@Nullable HostAndPort> known = table;
        if (known != null) {
            known.set(slot, address);
        }
    }

    /** Where one slot has moved others will have too; they all answer by redirects until the table is read again. */
    @Override
    public void catchUp(HostAndPort answering, Deadline deadline) {
        if (mayRefreshAgain()) {
            flight.runAlone(() -> {
                if (mayRefreshAgain()) {
                    askAny(Set.of(answering), deadline);
                }
            });
        }
    }

    private boolean mayRefreshAgain() {
        return System.nanoTime() - refreshedAtNanos > SHORTEST_BETWEEN_REDIRECT_REFRESHES;
    }

    @Override
    public void refresh(@Nullable HostAndPort suspect, Deadline deadline) {
        flight.run(deadline, () -> askAny(candidates(suspect), deadline));
    }

    private void askAny(Collection<HostAndPort> candidates, Deadline deadline) {
        for (HostAndPort address : candidates) {
            if (deadline.isOver()) {
                return;
            }
            try (Link link = node(address).take(deadline.atMost(patience))) {
                Deadline answerBy = deadline.atMost(patience);
                link.open(answerBy);
                Object reply = link.call(List.of(new CommandArguments(RedisCommand.CLUSTER).add("SLOTS")), answerBy);
                if (reply instanceof List<?> ranges && !ranges.isEmpty()) {
                    adopt(ClusterSlots.parse(ranges, address, SLOTS));
                    return;
                }
                problem = LinkFailure.noConnection(address + " knows no slots of its Cluster yet", null);
            } catch (LinkFailure e) {
                problem = e;
            } catch (JedisDataException e) {
                problem = LinkFailure.turnedAway(ServerError.ofHandshake(e));
            }
        }
    }

    private Collection<HostAndPort> candidates(@Nullable HostAndPort suspect) {
        List<HostAndPort> known = new ArrayList<>(nodes.keySet());
        Collections.shuffle(known);
        Set<HostAndPort> candidates = new LinkedHashSet<>(known);
        candidates.addAll(seeds);
        if (suspect != null && candidates.remove(suspect)) {
            candidates.add(suspect);
        }
        return candidates;
    }

    private void adopt(AtomicReferenceArray<@Nullable HostAndPort> fresh) {
        Set<HostAndPort> serving = new HashSet<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            HostAndPort owner = fresh.get(slot);
            if (owner != null) {
                serving.add(owner);
            }
        }
        table = fresh;
        refreshedAtNanos = System.nanoTime();
        LOG.debug("Slots are served by {}", serving);
        nodes.forEach((address, node) -> {
            if (!serving.contains(address) && nodes.remove(address, node)) {
                node.retire();
            }
        });
    }

    private NodePool node(HostAndPort address) {
        NodePool node = nodes.computeIfAbsent(address, newPool);
        if (closed) {
            node.close(); // closing may have missed it
        }
        return node;
    }

    @Override
    public boolean isOneServer() {
        return false;
    }

    @Override
    public boolean failsOver() {
        return true;
    }

    @Override
    public String describe() {
        return "Cluster around " + seeds;
    }

    @Override
    public void close() {
        closed = true;
        nodes.values().forEach(NodePool::close);
    }
}
