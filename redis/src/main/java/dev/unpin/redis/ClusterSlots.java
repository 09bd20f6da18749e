package dev.unpin.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** Reads the reply of CLUSTER SLOTS: ranges of slots, each with its primary first and its replicas after it. */
final class ClusterSlots {
    private ClusterSlots() {}

    /**
     * Reads who serves which slot.
     *
     * @param ranges the reply
     * @param answering the node that gave it; nodes without a name of their own are at its host
     * @param slots how many slots there are
     */
    static AtomicReferenceArray<@Nullable HostAndPort> parse(List<?> ranges, HostAndPort answering, int slots) {
        AtomicReferenceArray<@Nullable HostAndPort> table = new AtomicReferenceArray<>(slots);
        for (Object range : ranges) {
            if (range instanceof List<?> parts
                    && parts.size() > 2
                    && parts.get(0) instanceof Long first
                    && parts.get(1) instanceof Long last
                    && parts.get(2) instanceof List<?> primary) {
                HostAndPort owner = address(primary, answering);
                for (long slot = Math.max(first, 0); owner != null && slot <= Math.min(last, slots - 1L); slot++) {
                    table.set((int) slot, owner);
                }
            }
        }
        return table;
    }

    private static @Nullable HostAndPort address(List<?> node, HostAndPort answering) {
        if (node.size() < 2 || !(node.get(1) instanceof Long port)) {
            return null;
        }
        String host = node.get(0) instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
        // A node that does not know its own name says nothing; one that does not know another's says "?".
        return host.equals("?") ? null : named(new HostAndPort(host, port.intValue()), answering);
    }

    /** Fills in the host that a node left out because it is its own. */
    static HostAndPort named(HostAndPort address, HostAndPort answering) {
        return address.getHost().isEmpty() ? new HostAndPort(answering.getHost(), address.getPort()) : address;
    }
}
