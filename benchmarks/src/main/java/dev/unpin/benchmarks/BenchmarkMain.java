package dev.unpin.benchmarks;

import dev.unpin.benchmarks.blob.BlobBenchmark;
import dev.unpin.benchmarks.redis.ContentionBenchmark;
import dev.unpin.benchmarks.redis.StoreBenchmark;
import dev.unpin.benchmarks.token.TokenBenchmark;
import java.time.Duration;
import java.util.Arrays;

/** Runs what the first argument names; see {@code benchmarks/README.md}. */
public final class BenchmarkMain {
    private static final String USAGE =
            "usage: benchmarks/run redis [suite] [network=0 µs] [rounds=24] [slice=250] [seed=1]\n"
                    + "       benchmarks/run contention [seconds=10]\n"
                    + "       benchmarks/run blobs [rounds=8] [slice=500] [seed=1]\n"
                    + "       benchmarks/run tokens [verify|blocklist] [entries=1000000] [revocations=500] [rounds=16] [slice=250] [seed=1]\n"
                    + "       benchmarks/run jmh [JMH's own arguments]";

    private BenchmarkMain() {}

    /**
     * Runs.
     *
     * @param args what, and how
     * @throws Exception if it could not
     */
    public static void main(String[] args) throws Exception {
        System.out.println("Machine: " + Machine.describe() + "\n");
        String what = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        String suite = rest.length > 0 && !rest[0].contains("=") ? rest[0] : "";
        switch (what) {
            case "redis" ->
                StoreBenchmark.run(
                        suite,
                        Duration.ofNanos(1_000 * number(rest, "network", 0)),
                        (int) number(rest, "rounds", 24),
                        number(rest, "slice", 250),
                        number(rest, "seed", 1));
            case "contention" -> ContentionBenchmark.run(number(rest, "seconds", 10));
            case "blobs" ->
                BlobBenchmark.run((int) number(rest, "rounds", 8), number(rest, "slice", 500), number(rest, "seed", 1));
            case "tokens" ->
                TokenBenchmark.run(
                        suite,
                        (int) number(rest, "entries", 1_000_000),
                        (int) number(rest, "revocations", 500),
                        (int) number(rest, "rounds", 16),
                        number(rest, "slice", 250),
                        number(rest, "seed", 1));
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    private static long number(String[] args, String name, long otherwise) {
        for (String arg : args) {
            if (arg.startsWith(name + "=")) {
                return Long.parseLong(arg.substring(name.length() + 1));
            }
        }
        return otherwise;
    }
}
