package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.paired.PairedRun;
import dev.unpin.benchmarks.paired.Table;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prints, as a Markdown table, how fast each suite's operations are beside the bare client. */
public final class StoreBenchmark {
    private static final List<Suite> SUITES =
            List.of(new SessionSuite(), new IdempotencySuite(), new ConcurrencySuite());
    private static final List<Integer> THREADS = List.of(1, 8);

    private StoreBenchmark() {}

    /**
     * Runs suites.
     *
     * @param only the title of one suite, or an empty text for all
     * @param network how long a request takes to the server, beside what the machine itself needs
     * @param rounds how many slices each contender has
     * @param sliceMillis how long a slice takes
     * @param seed for the order of the slices
     */
    public static void run(String only, Duration network, int rounds, long sliceMillis, long seed) {
        Table.head(network.isZero() ? "raw Jedis" : "raw Jedis, " + network.toNanos() / 1_000 + " µs away");
        List<Peers> peers = Peers.present();
        for (Suite suite : SUITES) {
            if (only.isEmpty() || only.equals(suite.title())) {
                for (int threads : THREADS) {
                    PairedRun run = new PairedRun(threads, rounds, TimeUnit.MILLISECONDS.toNanos(sliceMillis), seed);
                    try (Servers servers = Servers.start(network, Servers.CONNECTIONS)) {
                        suite.comparisons(servers, peers).forEach(comparison -> Table.rows(comparison, run));
                    }
                }
            }
        }
        peers.forEach(Peers::close);
    }
}
