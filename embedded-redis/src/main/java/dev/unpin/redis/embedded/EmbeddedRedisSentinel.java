package dev.unpin.redis.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A master with two replicas, watched by three Sentinels, on 127.0.0.1 for tests: when the master dies, a replica is
 * promoted within about two seconds.
 *
 * <pre>{@code
 * try (EmbeddedRedisSentinel redis = EmbeddedRedisSentinel.start()) {
 *     redis.master().kill();
 *     redis.awaitHealthy(Duration.ofSeconds(30));     // a replica is the master, and all Sentinels say so
 * }
 * }</pre>
 *
 * <p>Servers and Sentinels are {@link EmbeddedRedis} handles, to be killed, paused, resumed and restarted one by one. A
 * master that restarts at once comes back empty, and its replicas then empty themselves, as in real life. The group is
 * always our own, whatever {@code UNPIN_REDIS} says. What {@link EmbeddedRedis} says about safety and platforms holds
 * here, too.
 *
 * <p>Instances are thread-safe.
 */
public final class EmbeddedRedisSentinel implements AutoCloseable {
    private static final String NAME = "unpin";
    private static final int REPLICAS = 2;
    private static final int SENTINELS = 3;
    /** Many times a second instead of every second or ten; and a busy machine is no reason to sulk (TILT). */
    private static final String PACE =
            "SENTINEL DEBUG" + " INFO-PERIOD 200 PUBLISH-PERIOD 100 PING-PERIOD 100 ASK-PERIOD 100 TILT-TRIGGER 60000";

    private static final Duration FORMED = Duration.ofSeconds(60);

    private final List<EmbeddedRedis> servers;
    private final List<EmbeddedRedis> sentinels;

    private EmbeddedRedisSentinel(List<EmbeddedRedis> servers, List<EmbeddedRedis> sentinels) {
        this.servers = List.copyOf(servers);
        this.sentinels = List.copyOf(sentinels);
    }

    /**
     * Starts a master, two replicas and three Sentinels, two of which must agree on a failover.
     *
     * @return a group whose Sentinels know all replicas and each other
     * @throws EmbeddedRedisException if a server does not start, or they do not find each other within a minute
     */
    public static EmbeddedRedisSentinel start() {
        List<EmbeddedRedis> servers = new ArrayList<>();
        List<EmbeddedRedis> sentinels = new ArrayList<>();
        try {
            EmbeddedRedis master = EmbeddedRedis.startOwn();
            servers.add(master);
            for (int i = 0; i < REPLICAS; i++) {
                // linked before the first Sentinel looks: it learns of later ones only ten seconds on
                servers.add(EmbeddedRedis.builder().replicaOf(master).start());
            }
            for (int i = 0; i < SENTINELS; i++) {
                sentinels.add(sentinel(master));
            }
            EmbeddedRedisSentinel group = new EmbeddedRedisSentinel(servers, sentinels);
            group.awaitHealthy(FORMED);
            return group;
        } catch (RuntimeException e) {
            sentinels.forEach(EmbeddedRedis::close);
            servers.forEach(EmbeddedRedis::close);
            throw e;
        }
    }

    private static EmbeddedRedis sentinel(EmbeddedRedis master) {
        return EmbeddedRedis.own(ServerSettings.of(ServerSettings.Role.SENTINEL)
                .with("sentinel", "monitor", NAME, master.host(), Integer.toString(master.port()), "2")
                .with("sentinel", "down-after-milliseconds", NAME, "1000")
                // twice this is what a split vote costs before the next
                .with("sentinel", "failover-timeout", NAME, "2000")
                .with("sentinel", "parallel-syncs", NAME, "2")
                .withFirstCommand(List.of(PACE.split(" ", -1))));
    }

    /**
     * Returns the name under which clients ask Sentinels for the master.
     *
     * @return {@code unpin}
     */
    public String masterName() {
        return NAME;
    }

    /**
     * Returns the Sentinels.
     *
     * @return three handles, also of killed ones, always in the same order
     */
    public List<EmbeddedRedis> sentinels() {
        return sentinels;
    }

    /**
     * Returns the Sentinels' addresses, for a client.
     *
     * @return addresses in the order of {@link #sentinels()}
     */
    public List<URI> sentinelUris() {
        return sentinels.stream().map(EmbeddedRedis::uri).toList();
    }

    /**
     * Returns the servers that hold data.
     *
     * @return three handles, also of killed ones, always in the same order; the first started as master
     */
    public List<EmbeddedRedis> servers() {
        return servers;
    }

    /**
     * Returns the master, by the newest configuration among running Sentinels; after its death, the dead one until
     * another is promoted.
     *
     * @return one of {@link #servers()}
     * @throws EmbeddedRedisException if no Sentinel runs
     */
    public EmbeddedRedis master() {
        int port = 0;
        long newest = -1;
        for (EmbeddedRedis sentinel : sentinels) {
            if (sentinel.serving()) {
                Map<String, String> seen = masterSeenBy(sentinel);
                long epoch = Long.parseLong(seen.getOrDefault("config-epoch", "0"));
                if (epoch > newest) {
                    newest = epoch;
                    port = Integer.parseInt(seen.getOrDefault("port", "0"));
                }
            }
        }
        int found = port;
        return servers.stream()
                .filter(server -> server.port() == found)
                .findAny()
                .orElseThrow(() -> new EmbeddedRedisException("No running Sentinel knows the master"));
    }

    /**
     * Returns the servers that are not the master.
     *
     * @return two of {@link #servers()}, also killed ones
     * @throws EmbeddedRedisException if no Sentinel runs
     */
    public List<EmbeddedRedis> replicas() {
        EmbeddedRedis master = master();
        return servers.stream().filter(server -> server != master).toList();
    }

    /**
     * Waits until the running Sentinels agree on a running master, know its running replicas and each other, and these
     * replicas are linked to it. What was killed or paused does not count.
     *
     * @param limit how long at most
     * @throws EmbeddedRedisException naming what is still missing after that time
     */
    public void awaitHealthy(Duration limit) {
        Poll.until("Sentinels and servers are in order", Objects.requireNonNull(limit, "limit"), this::obstacle);
    }

    /** Kills every server and Sentinel and removes their files. Repeatable. */
    @Override
    public void close() {
        sentinels.forEach(EmbeddedRedis::close);
        servers.forEach(EmbeddedRedis::close);
    }

    /**
     * Returns the Sentinels' addresses.
     *
     * @return for instance {@code redis sentinels at [127.0.0.1:20001, …]}
     */
    @Override
    public String toString() {
        return "redis sentinels at "
                + sentinels.stream()
                        .map(node -> node.host() + ":" + node.port())
                        .toList();
    }

    private Optional<String> obstacle() {
        try {
            EmbeddedRedis master = master();
            if (!master.serving() || !master.text("INFO", "replication").contains("role:master")) {
                return Optional.of(master + " should be the master");
            }
            List<EmbeddedRedis> replicas =
                    replicas().stream().filter(EmbeddedRedis::serving).toList();
            for (EmbeddedRedis replica : replicas) {
                if (!replica.text("INFO", "replication").contains("master_port:" + master.port() + "\r\n")
                        || replica.linkObstacle().isPresent()) {
                    return Optional.of(replica + " does not follow " + master);
                }
            }
            for (EmbeddedRedis sentinel : sentinels) {
                if (sentinel.serving() && !isContent(masterSeenBy(sentinel), master, replicas.size())) {
                    return Optional.of(sentinel + " sees " + masterSeenBy(sentinel));
                }
            }
            return Optional.empty();
        } catch (EmbeddedRedisException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static boolean isContent(Map<String, String> seen, EmbeddedRedis master, int replicas) {
        return Integer.toString(master.port()).equals(seen.get("port"))
                && "master".equals(seen.get("flags"))
                && Integer.toString(SENTINELS - 1).equals(seen.get("num-other-sentinels"))
                && Integer.parseInt(seen.getOrDefault("num-slaves", "0")) >= replicas;
    }

    private static Map<String, String> masterSeenBy(EmbeddedRedis sentinel) {
        Map<String, String> fields = new HashMap<>();
        if (sentinel.command("SENTINEL", "MASTER", NAME) instanceof List<?> pairs) {
            for (int i = 0; i + 1 < pairs.size(); i += 2) {
                fields.put(String.valueOf(pairs.get(i)), String.valueOf(pairs.get(i + 1)));
            }
        }
        return fields;
    }
}
