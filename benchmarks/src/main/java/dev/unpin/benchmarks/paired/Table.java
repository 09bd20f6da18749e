package dev.unpin.benchmarks.paired;

import java.util.Map;

/** Prints ratios as a Markdown table. */
public final class Table {
    private Table() {}

    /**
     * Prints the head.
     *
     * @param raw what the bare client is
     */
    public static void head(String raw) {
        System.out.println("| operation, beside " + raw + " | threads | who | times as fast: median (quartiles) |");
        System.out.println("|---|---|---|---|");
    }

    /**
     * Measures a comparison and prints a row for each contender.
     *
     * @param comparison what to compare
     * @param run how to measure
     */
    public static void rows(Comparison comparison, PairedRun run) {
        for (Map.Entry<String, String> result : run.measure(comparison).entrySet()) {
            System.out.println("| " + comparison.name().replace("|", "\\|") + " | " + run.threads() + " | "
                    + result.getKey() + " | " + result.getValue() + " |");
        }
    }
}
