package dev.unpin.redis;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.UnifiedJedis;

/** Where Redis is, as the builder was told. */
sealed interface Target {
    ScriptRunner runner(Settings settings);

    String describe();

    /** One server. */
    record SingleTarget(NodeUri node) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            Dialer dialer = dialer(settings, node, Dialer.Accept.ANY);
            return ownClient(
                    settings, new SingleTopology(new NodePool(node.address(), dialer, settings.maxConnections())));
        }

        @Override
        public String describe() {
            return "server at " + node.address();
        }
    }

    /** The primary of a Sentinel group. */
    record SentinelTarget(String masterName, List<NodeUri> sentinels) implements Target {
        /** The questions are few, and one at a time. */
        private static final int CONNECTIONS_PER_SENTINEL = 1;

        @Override
        public ScriptRunner runner(Settings settings) {
            boolean tls = requireAgreement(sentinels).tls();
            // Credentials and database in a Sentinel's URI are the Sentinel's own.
            NodeUri server = new NodeUri(sentinels.get(0).address(), Optional.empty(), 0, tls);
            Dialer dialer = dialer(settings, server, Dialer.Accept.PRIMARY);
            List<NodePool> pools = sentinels.stream()
                    .map(uri -> new NodePool(uri.address(), sentinelDialer(settings, uri), CONNECTIONS_PER_SENTINEL))
                    .toList();
            Function<HostAndPort, NodePool> servers =
                    address -> new NodePool(address, dialer, settings.maxConnections());
            return ownClient(settings, new SentinelTopology(masterName, pools, servers, settings.connectTimeout()));
        }

        /** The application's credentials and database are those of the servers behind. */
        private static Dialer sentinelDialer(Settings settings, NodeUri uri) {
            return new Dialer(
                    config(settings, uri.credentials()).build(),
                    tls(settings, uri),
                    settings.connectTimeout(),
                    Dialer.Accept.ANY);
        }

        @Override
        public String describe() {
            return "master '" + masterName + "' of a Sentinel group";
        }
    }

    /** A Redis Cluster. */
    record ClusterTarget(List<NodeUri> seeds) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            NodeUri common = requireAgreement(seeds);
            if (common.database() != 0 || settings.database().orElse(0) != 0) {
                throw new IllegalArgumentException("A Cluster has database 0 only; leave the database out");
            }
            Dialer dialer = dialer(settings, common, Dialer.Accept.ANY);
            Function<HostAndPort, NodePool> nodes = address -> new NodePool(address, dialer, settings.maxConnections());
            List<HostAndPort> addresses = seeds.stream().map(NodeUri::address).toList();
            return ownClient(settings, new ClusterTopology(addresses, nodes, settings.connectTimeout()));
        }

        @Override
        public String describe() {
            return "Cluster around " + seeds.stream().map(NodeUri::address).toList();
        }
    }

    /** A client of the user's. */
    record ClientTarget(UnifiedJedis jedis) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            return new ForeignClient(jedis, HiddenRetries.of(jedis, settings));
        }

        @Override
        public String describe() {
            return "client given by the application";
        }
    }

    private static OwnClient ownClient(Settings settings, Topology topology) {
        return new OwnClient(topology, settings.deadline(), settings.attemptTimeout());
    }

    private static Dialer dialer(Settings settings, NodeUri uri, Dialer.Accept accept) {
        DefaultJedisClientConfig.Builder config =
                config(settings, settings.credentials().or(uri::credentials));
        config.database(settings.database().orElse(uri.database()));
        return new Dialer(config.build(), tls(settings, uri), settings.connectTimeout(), accept);
    }

    private static DefaultJedisClientConfig.Builder config(Settings settings, Optional<Credentials> credentials) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                // Pinned: left alone, Jedis guesses while Redis is down, and keeps a wrong guess.
                .protocol(RedisProtocol.RESP3)
                .clientName(settings.clientName())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED);
        credentials.ifPresent(signIn -> config.password(signIn.password()));
        credentials.flatMap(Credentials::user).ifPresent(config::user);
        return config;
    }

    private static Optional<SSLContext> tls(Settings settings, NodeUri uri) {
        return uri.tls() ? Optional.of(settings.tls().orElseGet(Tls::byDefault)) : Optional.empty();
    }

    private static NodeUri requireAgreement(List<NodeUri> uris) {
        NodeUri first = uris.get(0);
        for (NodeUri uri : uris) {
            if (uri.tls() != first.tls()
                    || !uri.credentials().equals(first.credentials())
                    || uri.database() != first.database()) {
                throw new IllegalArgumentException("The URIs of " + first.address() + " and " + uri.address()
                        + " disagree; scheme, credentials and database must be the same in all");
            }
        }
        return first;
    }
}
