package dev.unpin.benchmarks.paired;

import dev.unpin.benchmarks.paired.Contender.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Runs a comparison: in every round each contender has one short slice, in random order, and the bare client has one
 * before and one after it. The ratio of a slice is taken to the mean of the two around it, so that a machine that is
 * busy for seconds at a time slows both alike.
 *
 * @param threads how many threads work at once
 * @param rounds how many slices each contender has
 * @param sliceNanos how long a slice takes
 * @param seed for the order
 */
public record PairedRun(int threads, int rounds, long sliceNanos, long seed) {
    /** For how long each contender only warms up: what has just begun to run is measured before it is compiled. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final int LEAST_WARM_UP_ROUNDS = 4;

    /**
     * Measures.
     *
     * @param comparison what to compare
     * @return for every contender its ratio to the bare client, as text
     */
    public Map<String, String> measure(Comparison comparison) {
        try (Crew crew = new Crew(threads)) {
            List<Task> raw = crew.prepare(comparison.raw());
            List<Entrant> entrants = new ArrayList<>();
            for (Contender contender : comparison.others()) {
                entrants.add(new Entrant(contender.name(), crew.prepare(contender), rounds));
            }
            Random random = new Random(seed);
            int warmUp = (int) Math.max(LEAST_WARM_UP_ROUNDS, WARM_UP_NANOS / sliceNanos);
            for (int round = -warmUp; round < rounds; round++) {
                Collections.shuffle(entrants, random);
                double before = crew.rate(raw, sliceNanos);
                for (Entrant entrant : entrants) {
                    double rate = crew.rate(entrant.tasks, sliceNanos);
                    double after = crew.rate(raw, sliceNanos);
                    entrant.note(round, rate, (before + after) / 2);
                    before = after;
                }
            }
            return inOrder(comparison, entrants);
        }
    }

    private static Map<String, String> inOrder(Comparison comparison, List<Entrant> entrants) {
        Map<String, String> results = new LinkedHashMap<>();
        for (Contender contender : comparison.others()) {
            for (Entrant entrant : entrants) {
                if (entrant.name.equals(contender.name())) {
                    results.put(
                            entrant.name,
                            Ratio.of(entrant.ratios, entrant.rawRates).toString());
                }
            }
        }
        return results;
    }

    /** A contender in a run, and what was measured of it. */
    private static final class Entrant {
        private final String name;
        private final List<Task> tasks;
        private final double[] ratios;
        private final double[] rawRates;

        Entrant(String name, List<Task> tasks, int rounds) {
            this.name = name;
            this.tasks = tasks;
            this.ratios = new double[rounds];
            this.rawRates = new double[rounds];
        }

        void note(int round, double rate, double rawRate) {
            if (round >= 0) {
                ratios[round] = rate / rawRate;
                rawRates[round] = rawRate;
            }
        }
    }
}
