package dev.unpin.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** One server that serves everything. */
final class SingleTopology implements Topology {
    private final NodePool server;

    SingleTopology(NodePool server) {
        this.server = server;
    }

    @Override
    public NodePool owner(int slot, Deadline deadline) {
        return server;
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
    public void refresh(@Nullable HostAndPort suspect, Deadline deadline) {}

    @Override
    public boolean isOneServer() {
        return true;
    }

    @Override
    public boolean failsOver() {
        return false;
    }

    @Override
    public String describe() {
        return "server at " + server.address();
    }

    @Override
    public void close() {
        server.close();
    }
}
