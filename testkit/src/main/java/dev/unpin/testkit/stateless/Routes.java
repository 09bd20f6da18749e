package dev.unpin.testkit.stateless;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** By which instances the steps of a run are served. */
final class Routes {
    private static final int DRAWN = 8;

    private Routes() {}

    /**
     * Every step by another instance than the one before: going round, from each instance once, and to and fro between
     * neighbours, since what an instance remembers shows when the client comes back to it. And some drawn at random, in
     * which an instance may also serve several steps.
     */
    static List<List<Integer>> through(int instances, int steps, long seed) {
        Set<List<Integer>> routes = new LinkedHashSet<>();
        for (int first = 0; first < instances; first++) {
            int from = first;
            int next = (first + 1) % instances;
            routes.add(IntStream.range(0, steps)
                    .mapToObj(i -> (from + i) % instances)
                    .toList());
            routes.add(IntStream.range(0, steps)
                    .mapToObj(i -> i % 2 == 0 ? from : next)
                    .toList());
            routes.add(IntStream.range(0, steps)
                    .mapToObj(i -> i % 2 == 0 ? next : from)
                    .toList());
        }
        Random random = new Random(seed);
        for (int i = 0; i < DRAWN; i++) {
            routes.add(random.ints(steps, 0, instances).boxed().toList());
        }
        return new ArrayList<>(routes);
    }

    static String name(List<Integer> route) {
        return String.join(">", route.stream().map(Fleet::name).toList());
    }
}
