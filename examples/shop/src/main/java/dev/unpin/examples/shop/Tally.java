package dev.unpin.examples.shop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which instance served how many requests. Thread-safe. */
final class Tally {
    private static final int FEW = 3;
    private static final String BALANCER = "balancer";

    private final TreeMap<String, Integer> requests = new TreeMap<>();

    /** Counts a request for the instance that answered it, or for the balancer if none did. */
    synchronized void count(String instance) {
        requests.merge(instance.isEmpty() ? BALANCER : instance, 1, Integer::sum);
    }

    synchronized Set<String> instances() {
        return requests.keySet().stream().filter(name -> !name.equals(BALANCER)).collect(Collectors.toSet());
    }

    synchronized int requests() {
        return requests.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Ends a count and starts the next one. */
    synchronized Tally take() {
        Tally taken = new Tally();
        taken.requests.putAll(requests);
        requests.clear();
        return taken;
    }

    synchronized void add(Tally other) {
        other.copy().forEach((instance, count) -> requests.merge(instance, count, Integer::sum));
    }

    private synchronized Map<String, Integer> copy() {
        return Map.copyOf(requests);
    }

    /** Says {@code A B C} of a few requests and {@code A 14 B 13 C 13} of many. */
    @Override
    public synchronized String toString() {
        boolean few = requests.values().stream().allMatch(count -> count <= FEW);
        List<String> words = requests.entrySet().stream()
                .map(entry -> few ? entry.getKey() : entry.getKey() + " " + entry.getValue())
                .toList();
        return words.stream().collect(Collectors.joining(few ? " " : ", "));
    }
}
