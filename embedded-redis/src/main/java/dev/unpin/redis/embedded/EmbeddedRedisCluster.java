package dev.unpin.redis.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import redis.clients.jedis.util.JedisClusterCRC16;

/**
 * A real Redis Cluster on 127.0.0.1 for tests, formed and healthy when {@code start} returns, which takes about three
 * seconds: start one per test class or JVM, not per test.
 *
 * <pre>{@code
 * try (EmbeddedRedisCluster cluster = EmbeddedRedisCluster.start()) {
 *     cluster.masterOf("cart:42").kill();
 *     cluster.awaitHealthy(Duration.ofSeconds(30));       // its replica has taken over
 *     SlotMigration move = cluster.beginMigration(cluster.slotOf("k"), other);
 *     move.moveKeys();                                    // who asks the old owner is told ASK
 *     move.finish();                                      // and now MOVED
 * }
 * }</pre>
 *
 * <p>Nodes are {@link EmbeddedRedis} handles, to be killed, paused, resumed and restarted one by one. A master that
 * restarts before its replica took over comes back empty, as in real life. The nodes need Redis 7.0 or newer; the
 * cluster is always our own, whatever {@code UNPIN_REDIS} says. What {@link EmbeddedRedis} says about safety and
 * platforms holds here, too.
 *
 * <p>Instances are thread-safe.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {
    private static final Duration FORMED = Duration.ofSeconds(60);

    private final List<EmbeddedRedis> nodes;

    private EmbeddedRedisCluster(List<EmbeddedRedis> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Starts three masters with one replica each.
     *
     * @return a healthy cluster
     * @throws EmbeddedRedisException if a node does not start, or they do not form a cluster within a minute
     */
    public static EmbeddedRedisCluster start() {
        return builder().start();
    }

    /**
     * Prepares a cluster of another size or with other settings.
     *
     * @return a builder with the defaults: three masters, one replica each, a node timeout of one second
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns every node; those that started as masters come first.
     *
     * @return the nodes, also killed ones, always in the same order
     */
    public List<EmbeddedRedis> nodes() {
        return nodes;
    }

    /**
     * Returns the addresses of all nodes, for a client's list of seeds.
     *
     * @return addresses in the order of {@link #nodes()}
     */
    public List<URI> uris() {
        return nodes.stream().map(EmbeddedRedis::uri).toList();
    }

    /**
     * Returns the slot of a key.
     *
     * @param key the key; if it has a {@code {tag}}, only that counts
     * @return a slot between 0 and 16383
     */
    public int slotOf(String key) {
        return JedisClusterCRC16.getSlot(key);
    }

    /**
     * Returns the master that owns a key, by the newest configuration among running nodes.
     *
     * @param key the key
     * @return a running node
     * @throws EmbeddedRedisException if no running node owns the key's slot
     */
    public EmbeddedRedis masterOf(String key) {
        return masterOf(slotOf(key));
    }

    /**
     * Returns the master that owns a slot, by the newest configuration among running nodes.
     *
     * @param slot a slot between 0 and 16383
     * @return a running node
     * @throws EmbeddedRedisException if no running node owns the slot
     * @throws IllegalArgumentException if there is no such slot
     */
    public EmbeddedRedis masterOf(int slot) {
        checkSlot(slot);
        EmbeddedRedis owner = null;
        long newest = -1;
        for (EmbeddedRedis node : serving()) {
            ClusterView.Member me = ClusterView.of(node).myself();
            // a master that was paused while its replica took over still claims its slots, with an older epoch
            if (me.isMaster() && me.slots().get(slot) && me.epoch() > newest) {
                owner = node;
                newest = me.epoch();
            }
        }
        if (owner == null) {
            throw new EmbeddedRedisException("No running node owns slot " + slot);
        }
        return owner;
    }

    /**
     * Returns the replicas of a running master.
     *
     * @param master a node
     * @return the nodes that follow it, also killed ones
     */
    public List<EmbeddedRedis> replicasOf(EmbeddedRedis master) {
        ClusterView view = ClusterView.of(master);
        String id = view.myself().id();
        return nodes.stream()
                .filter(node -> view.at(node.port())
                        .filter(member -> member.masterId().equals(id))
                        .isPresent())
                .toList();
    }

    /**
     * Waits until the running nodes own every slot between them, agree about who owns what and follows whom, and every
     * running replica is linked to its master. Nodes that were killed or paused do not count.
     *
     * @param limit how long at most
     * @throws EmbeddedRedisException naming what is still missing after that time
     */
    public void awaitHealthy(Duration limit) {
        Poll.until("the cluster is healthy", Objects.requireNonNull(limit, "limit"), this::obstacle);
    }

    /**
     * Begins to move a slot: from now on its owner answers ASK for keys it does not have, and the target serves them to
     * clients that say ASKING.
     *
     * @param slot a slot between 0 and 16383
     * @param target the master to own it
     * @return the steps that remain
     * @throws EmbeddedRedisException if a node refuses, for instance since the target owns the slot already
     * @throws IllegalArgumentException if there is no such slot
     */
    public SlotMigration beginMigration(int slot, EmbeddedRedis target) {
        return SlotMigration.begin(this, slot, masterOf(slot), Objects.requireNonNull(target, "target"));
    }

    /** Kills every node and removes their files. Repeatable. */
    @Override
    public void close() {
        nodes.forEach(EmbeddedRedis::close);
    }

    /**
     * Returns the nodes' addresses.
     *
     * @return for instance {@code redis cluster at [127.0.0.1:20001, …]}
     */
    @Override
    public String toString() {
        return "redis cluster at "
                + nodes.stream().map(node -> node.host() + ":" + node.port()).toList();
    }

    List<EmbeddedRedis> serving() {
        return nodes.stream().filter(EmbeddedRedis::serving).toList();
    }

    static void checkSlot(int slot) {
        if (slot < 0 || slot >= ClusterView.SLOTS) {
            throw new IllegalArgumentException("A slot must be between 0 and 16383, but is " + slot);
        }
    }

    private void form(int masters) {
        EmbeddedRedis first = nodes.get(0);
        for (int i = 0; i < masters; i++) {
            EmbeddedRedis master = nodes.get(i);
            int from = ClusterView.SLOTS * i / masters;
            int to = ClusterView.SLOTS * (i + 1) / masters - 1;
            master.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            master.command("CLUSTER", "ADDSLOTSRANGE", Integer.toString(from), Integer.toString(to));
        }
        for (EmbeddedRedis other : nodes.subList(1, nodes.size())) {
            first.command(
                    "CLUSTER", "MEET", other.host(), Integer.toString(other.port()), Integer.toString(other.busPort()));
        }
        Poll.until("all nodes have met", FORMED, this::strangers);
        for (int i = masters; i < nodes.size(); i++) {
            String masterId = ClusterView.of(nodes.get(i % masters)).myself().id();
            nodes.get(i).command("CLUSTER", "REPLICATE", masterId);
        }
        awaitHealthy(FORMED);
    }

    private Optional<String> strangers() {
        for (EmbeddedRedis node : nodes) {
            ClusterView view = ClusterView.of(node);
            boolean meeting = nodes.stream()
                    .anyMatch(other -> view.at(other.port())
                            .filter(ClusterView.Member::isSound)
                            .isEmpty());
            if (meeting) {
                return Optional.of(node + " knows only " + view.size());
            }
        }
        return Optional.empty();
    }

    private Optional<String> obstacle() {
        try {
            List<EmbeddedRedis> serving = serving();
            Set<Integer> ports = serving.stream().map(EmbeddedRedis::port).collect(Collectors.toSet());
            String agreed = null;
            for (EmbeddedRedis node : serving) {
                ClusterView view = ClusterView.of(node);
                String roles = view.roles(ports);
                if (!view.isWhole(ports)) {
                    return Optional.of(node + " misses slots or nodes: " + roles);
                }
                if (agreed != null && !roles.equals(agreed)) {
                    return Optional.of(node + " sees " + roles + ", another " + agreed);
                }
                agreed = roles;
                if (!node.text("CLUSTER", "INFO").contains("cluster_state:ok")) {
                    return Optional.of(node + " is not in state ok");
                }
                if (!view.myself().isMaster() && node.linkObstacle().isPresent()) {
                    return Optional.of(node + " has no link to its master");
                }
            }
            return agreed == null ? Optional.of("no node runs") : Optional.empty();
        } catch (EmbeddedRedisException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Size and settings of a cluster; not thread-safe, and reusable for several clusters. */
    public static final class Builder {
        private static final int MOST_MASTERS = 16;
        private static final int MOST_REPLICAS = 4;

        private ServerSettings settings = ServerSettings.of(ServerSettings.Role.CLUSTER_NODE)
                .with("cluster-replica-validity-factor", "0")
                .with("cluster-allow-replica-migration", "no")
                .with("repl-ping-replica-period", "1");
        private Duration nodeTimeout = Duration.ofSeconds(1);
        private int masters = 3;
        private int replicas = 1;

        private Builder() {}

        /**
         * Sets how many masters share the slots; with fewer than three, no failover finds a majority.
         *
         * @param count 1 to 16, 3 by default
         * @return this
         * @throws IllegalArgumentException if the count is out of range
         */
        public Builder masters(int count) {
            this.masters = within("masters", 1, MOST_MASTERS, count);
            return this;
        }

        /**
         * Sets how many replicas follow each master.
         *
         * @param count 0 to 4, 1 by default
         * @return this
         * @throws IllegalArgumentException if the count is out of range
         */
        public Builder replicasPerMaster(int count) {
            this.replicas = within("replicasPerMaster", 0, MOST_REPLICAS, count);
            return this;
        }

        /**
         * Sets after how long a silent node is taken for dead; a replica takes over one to two seconds after that.
         *
         * @param timeout 100 ms to 1 min, 1 s by default; less makes failovers on busy machines that nobody asked for
         * @return this
         * @throws IllegalArgumentException if the timeout is out of range
         */
        public Builder nodeTimeout(Duration timeout) {
            Objects.requireNonNull(timeout, "timeout");
            if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
                throw new IllegalArgumentException("nodeTimeout must be between 100 ms and 1 min, but is " + timeout);
            }
            this.nodeTimeout = timeout;
            return this;
        }

        /**
         * Sets anything else that {@code redis.conf} knows, on every node.
         *
         * @param name a lower-case name
         * @param values its values, quoted as needed
         * @return this
         * @throws IllegalArgumentException if the name is none at all, or of a port, folder, log or password
         */
        public Builder setting(String name, String... values) {
            settings = settings.with(name, values);
            return this;
        }

        /**
         * Starts the nodes and forms the cluster.
         *
         * @return a healthy cluster
         * @throws EmbeddedRedisException if a node does not start, or they do not form a cluster within a minute
         */
        public EmbeddedRedisCluster start() {
            ServerSettings all = settings.with("cluster-node-timeout", Long.toString(nodeTimeout.toMillis()));
            List<EmbeddedRedis> started = new ArrayList<>();
            try {
                for (int i = 0; i < masters * (1 + replicas); i++) {
                    started.add(EmbeddedRedis.own(all));
                }
                EmbeddedRedisCluster cluster = new EmbeddedRedisCluster(started);
                cluster.form(masters);
                return cluster;
            } catch (RuntimeException e) {
                started.forEach(EmbeddedRedis::close);
                throw e;
            }
        }

        private static int within(String name, int least, int most, int value) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        name + " must be between " + least + " and " + most + ", but is " + value);
            }
            return value;
        }
    }
}
