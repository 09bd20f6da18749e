package dev.unpin.redis.embedded;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Supplier;

/** Decides what happens to each request: first what is scripted, then the rule that stands; thread-safe. */
final class FaultPlan {
    private final Queue<Fault> script = new ArrayDeque<>();
    private Fault standing = Fault.PASS;
    private Supplier<Fault> rule = () -> Fault.PASS;

    synchronized void always(Fault fault) {
        standing = fault;
        rule = () -> fault;
    }

    synchronized void next(int requests, Fault fault) {
        for (int i = 0; i < requests; i++) {
            script.add(fault);
        }
    }

    synchronized void randomly(long seed, Map<Fault, Double> probabilities) {
        Map<Fault, Double> odds = new LinkedHashMap<>();
        // in the order of their names: the same seed must mean the same faults, and a Map.of has no order of its own
        probabilities.entrySet().stream()
                .sorted((a, b) -> a.getKey().toString().compareTo(b.getKey().toString()))
                .forEach(odd -> odds.put(odd.getKey(), odd.getValue()));
        Random random = new Random(seed);
        standing = Fault.PASS;
        rule = () -> throwDice(odds, random.nextDouble());
    }

    synchronized void pass() {
        script.clear();
        always(Fault.PASS);
    }

    /** Handshakes are left to the rule that always holds: who scripts "the next request" means the command. */
    synchronized Fault draw(boolean handshake) {
        if (handshake || isBlackHole()) {
            return standing;
        }
        Fault scripted = script.poll();
        return scripted != null ? scripted : rule.get();
    }

    synchronized boolean isBlackHole() {
        return standing.kind() == Fault.Kind.BLACK_HOLE;
    }

    private static Fault throwDice(Map<Fault, Double> odds, double dice) {
        double bound = 0;
        for (Map.Entry<Fault, Double> odd : odds.entrySet()) {
            bound += odd.getValue();
            if (dice < bound) {
                return odd.getKey();
            }
        }
        return Fault.PASS;
    }
}
