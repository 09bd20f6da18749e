package dev.unpin.benchmarks.redis;

import dev.unpin.UnpinException;
import dev.unpin.benchmarks.TextCodec;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.redis.RedisRecordStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.RedisClient;

/** A hundred writers of one record, each way for as long as the other: what they get done, and how evenly. */
public final class ContentionBenchmark {
    private static final int WRITERS = 100;
    private static final long WARM_UP_SECONDS = 2;

    private ContentionBenchmark() {}

    /**
     * Runs, and prints a Markdown table.
     *
     * @param seconds for how long each way is tried
     */
    public static void run(long seconds) {
        System.out.println("| a hundred writers of one record | counts per second | tries per count | gave up |"
                + " slowest writer beside the mean |");
        System.out.println("|---|---|---|---|---|");
        List<Peers> peers = Peers.present();
        measure(peers, WARM_UP_SECONDS);
        measure(peers, seconds).forEach((name, measured) -> System.out.println("| " + name + " | " + measured + " |"));
        peers.forEach(Peers::close);
    }

    /** What each way, by its name, has come to. */
    private static Map<String, String> measure(List<Peers> peers, long seconds) {
        try (Servers servers = Servers.start(Duration.ZERO, 2 * WRITERS)) {
            Map<String, Supplier<ContendedWriter>> ways = new LinkedHashMap<>();
            ways.put("Unpin, Records.update", () -> updating(servers));
            ways.put("Jedis, WATCH and MULTI", () -> watching(servers.raw()));
            peers.forEach(peer -> ways.putAll(peer.contendedWriters(servers)));
            Map<String, String> measured = new LinkedHashMap<>();
            ways.forEach((name, way) -> measured.put(name, measure(way, seconds)));
            return measured;
        }
    }

    private static String measure(Supplier<ContendedWriter> way, long seconds) {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Callable<Tally>> work = IntStream.range(0, WRITERS)
                    .mapToObj(i -> way.get())
                    .<Callable<Tally>>map(writer -> () -> Tally.of(writer, seconds))
                    .toList();
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> tally : threads.invokeAll(work)) {
                tallies.add(tally.get());
            }
            long counts = tallies.stream().mapToLong(Tally::counts).sum();
            long tries = tallies.stream().mapToLong(Tally::tries).sum();
            long gaveUp = tallies.stream().mapToLong(Tally::gaveUp).sum();
            long slowest = tallies.stream().mapToLong(Tally::counts).min().orElse(0);
            return String.format(
                    "%d | %.1f | %d | %.2f",
                    counts / seconds,
                    (double) tries / Math.max(1, counts),
                    gaveUp,
                    (double) slowest * WRITERS / Math.max(1, counts));
        } catch (Exception e) {
            throw new IllegalStateException("a writer failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** What one writer has done. */
    private record Tally(long counts, long tries, long gaveUp) {
        static Tally of(ContendedWriter writer, long seconds) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            long counts = 0;
            long tries = 0;
            long gaveUp = 0;
            do {
                try {
                    tries += writer.increment();
                    counts++;
                } catch (UnpinException e) {
                    gaveUp++;
                }
            } while (System.nanoTime() < end);
            return new Tally(counts, tries, gaveUp);
        }
    }

    private static ContendedWriter updating(Servers servers) {
        Records<String> records = Records.builder(RedisRecordStore.create(servers.backend()), "contended", String.class)
                .codec(new TextCodec())
                .build();
        return () -> {
            int[] tries = {0};
            records.update("count", "0", old -> {
                tries[0]++;
                return Long.toString(Long.parseLong(old) + 1);
            });
            return tries[0];
        };
    }

    /** The textbook loop: no pause, no end. */
    private static ContendedWriter watching(RedisClient redis) {
        return () -> {
            for (int tries = 1; ; tries++) {
                try (AbstractTransaction transaction = redis.transaction(false)) {
                    transaction.watch("watched");
                    String old = redis.get("watched");
                    transaction.multi();
                    transaction.set("watched", Long.toString(old == null ? 1 : Long.parseLong(old) + 1));
                    if (transaction.exec() != null) {
                        return tries;
                    }
                }
            }
        };
    }
}
