package dev.unpin.redis.embedded;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What one node believes about the cluster, read from {@code CLUSTER NODES}; immutable. */
final class ClusterView {
    static final int SLOTS = 16_384;

    /** One line: a node, and for a master its slots. */
    record Member(String id, int port, Set<String> flags, String masterId, long epoch, BitSet slots) {
        boolean isMaster() {
            return flags.contains("master");
        }

        boolean isMyself() {
            return flags.contains("myself");
        }

        boolean isSound() {
            return flags.stream().noneMatch(Set.of("fail", "fail?", "handshake", "noaddr")::contains);
        }
    }

    private final Map<String, Member> byId = new HashMap<>();

    private ClusterView(List<Member> members) {
        members.forEach(member -> byId.put(member.id(), member));
    }

    static ClusterView of(EmbeddedRedis node) {
        return parse(node.text("CLUSTER", "NODES"));
    }

    static ClusterView parse(String clusterNodes) {
        return new ClusterView(clusterNodes.lines().map(ClusterView::member).toList());
    }

    private static Member member(String line) {
        List<String> words = List.of(line.split(" ", -1));
        String address = words.get(1);
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1, address.indexOf('@')));
        BitSet slots = new BitSet(SLOTS);
        for (String range : words.subList(8, words.size())) {
            if (!range.startsWith("[")) { // [n->-id] is a slot on the move, which counts where it is owned
                int dash = range.indexOf('-');
                int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
                slots.set(first, dash < 0 ? first + 1 : Integer.parseInt(range.substring(dash + 1)) + 1);
            }
        }
        Set<String> flags = Set.of(words.get(2).split(",", -1));
        return new Member(words.get(0), port, flags, words.get(3), Long.parseLong(words.get(6)), slots);
    }

    Member myself() {
        return byId.values().stream().filter(Member::isMyself).findAny().orElseThrow();
    }

    Optional<Member> at(int port) {
        return byId.values().stream().filter(member -> member.port() == port).findAny();
    }

    int size() {
        return byId.size();
    }

    /** Tells whether these nodes are all known, sound, and own every slot between them. */
    boolean isWhole(Set<Integer> ports) {
        BitSet owned = new BitSet(SLOTS);
        for (int port : ports) {
            Optional<Member> member = at(port);
            if (member.isEmpty() || !member.get().isSound()) {
                return false;
            }
            owned.or(member.get().slots());
        }
        return owned.cardinality() == SLOTS;
    }

    /** Says who of these nodes owns what or follows whom: two nodes that agree say the same. */
    String roles(Set<Integer> ports) {
        Map<Integer, String> roles = new TreeMap<>();
        for (int port : ports) {
            at(port).ifPresent(member -> roles.put(port, role(member)));
        }
        return roles.toString();
    }

    private String role(Member member) {
        if (member.isMaster()) {
            return "owns " + member.slots();
        }
        Member master = byId.get(member.masterId());
        return master == null ? "follows nobody known" : "follows " + master.port();
    }
}
