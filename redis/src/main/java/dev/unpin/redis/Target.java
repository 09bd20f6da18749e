package dev.unpin.redis;

import java.util.List;
import redis.clients.jedis.UnifiedJedis;

/** Where Redis is, as the builder was told. */
sealed interface Target {
    ScriptRunner runner(Settings settings);

    String describe();

    record SingleTarget(NodeUri node) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            throw new UnsupportedOperationException("single");
        }

        @Override
        public String describe() {
            return "server at " + node.address();
        }
    }

    record SentinelTarget(String masterName, List<NodeUri> sentinels) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            throw new UnsupportedOperationException("sentinel");
        }

        @Override
        public String describe() {
            return "master '" + masterName + "' of a Sentinel group";
        }
    }

    record ClusterTarget(List<NodeUri> seeds) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            throw new UnsupportedOperationException("cluster");
        }

        @Override
        public String describe() {
            return "Cluster";
        }
    }

    record ClientTarget(UnifiedJedis jedis) implements Target {
        @Override
        public ScriptRunner runner(Settings settings) {
            throw new UnsupportedOperationException("client");
        }

        @Override
        public String describe() {
            return "client of the user's";
        }
    }
}
