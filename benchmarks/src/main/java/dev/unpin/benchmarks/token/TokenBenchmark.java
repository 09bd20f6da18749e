package dev.unpin.benchmarks.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.unpin.benchmarks.paired.Comparison;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.benchmarks.paired.PairedRun;
import dev.unpin.benchmarks.paired.Table;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.WhenStale;
import dev.unpin.token.redis.RedisBlocklistStore;
import dev.unpin.token.spi.BlocklistStore;
import dev.unpin.token.spi.Revocation;
import dev.unpin.token.spi.RevokedId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.RedisClient;

/** Verifying tokens, and a blocklist of many revocations whose instances share one Redis on loopback. */
public final class TokenBenchmark {
    private static final String ISSUER = "https://id.example";
    private static final int BATCH = BlocklistStore.MAX_RESTORED;

    /** Tokens by turns, more than a processor's nearer caches hold places for. */
    private static final int TOKENS = 1 << 16;

    private static final int AT_A_TIME = 100;

    private TokenBenchmark() {}

    /**
     * Runs.
     *
     * @param only {@code verify} or {@code blocklist}, or an empty text for both
     * @param entries how many revocations there are
     * @param revocations of how many more it is measured when others know them
     * @param rounds how many slices each contender has
     * @param sliceMillis how long a slice takes
     * @param seed for everything random
     * @throws GeneralSecurityException if this JDK lacks an algorithm
     */
    public static void run(String only, int entries, int revocations, int rounds, long sliceMillis, long seed)
            throws GeneralSecurityException {
        PairedRun run = new PairedRun(1, rounds, TimeUnit.MILLISECONDS.toNanos(sliceMillis), seed);
        // First, since what the other leaves on the heap goes at a moment of its own.
        if (!only.equals("verify")) {
            blocklist(entries, revocations, seed, run);
        }
        if (!only.equals("blocklist")) {
            VerifyBenchmark.run(run);
        }
    }

    private static void blocklist(int entries, int revocations, long seed, PairedRun run) {
        try (EmbeddedRedis server = EmbeddedRedis.startOwn();
                RedisClient raw = RedisClient.builder()
                        .hostAndPort(server.host(), server.port())
                        .build();
                RedisBackend redis = backend(server)) {
            fill(RedisBlocklistStore.create(redis), entries, seed);
            heap(redis, entries);
            try (TokenBlocklist blocklist = blocklist(RedisBlocklistStore.create(redis))) {
                blocklist.ping();
                check(raw, blocklist, entries, run);
                try (RedisBackend otherRedis = backend(server);
                        TokenBlocklist other = blocklist(RedisBlocklistStore.create(otherRedis))) {
                    other.ping();
                    print(
                            "revoked here until known elsewhere",
                            Propagation.measure(blocklist, other, revocations, seed));
                }
            }
        }
    }

    /** Two looks at the heap after a collection, without a blocklist and with one, and one in the midst of reading. */
    private static void heap(RedisBackend redis, int entries) {
        long[] rebuilding = new long[1];
        long without = usedHeap();
        WatchedStore store = new WatchedStore(RedisBlocklistStore.create(redis), () -> rebuilding[0] = usedHeap());
        long[] took = new long[5];
        for (int i = 0; i < took.length; i++) {
            long start = System.nanoTime();
            try (TokenBlocklist unwatched = blocklist(RedisBlocklistStore.create(redis))) {
                unwatched.ping();
                took[i] = System.nanoTime() - start;
            }
        }
        try (TokenBlocklist blocklist = blocklist(store)) {
            blocklist.ping();
            long with = usedHeap();
            System.out.printf(
                    Locale.ROOT,
                    "%nheap for each of %,d revocations: %.1f bytes; at the end of reading all: %.1f bytes%n",
                    blocklist.size(),
                    (double) (with - without) / entries,
                    (double) (rebuilding[0] - without) / entries);
        }
        Arrays.sort(took);
        System.out.printf(
                Locale.ROOT,
                "reading all of it at the start: %.2f s (%.2f to %.2f, %d times)%n%n",
                took[took.length / 2] / 1e9,
                took[0] / 1e9,
                took[took.length - 1] / 1e9,
                took.length);
    }

    private static void check(RedisClient raw, TokenBlocklist blocklist, int entries, PairedRun run) {
        try (AbstractPipeline pipeline = raw.pipelined()) {
            for (int i = 0; i < entries; i++) {
                pipeline.set("revoked:" + i, "");
            }
        }
        byte[][] keys = new byte[TOKENS][];
        AccessToken[] tokens = new AccessToken[TOKENS];
        Instant now = blocklist.storeClock().instant();
        for (int i = 0; i < TOKENS; i++) {
            keys[i] = ("revoked:good-" + i).getBytes(UTF_8);
            tokens[i] = token(i, now);
            expectGood(blocklist, tokens[i]);
        }
        Table.head("EXISTS");
        Table.rows(
                new Comparison(
                        String.format(Locale.ROOT, "is a good token one of %,d revoked", entries),
                        new Contender(
                                "EXISTS",
                                thread -> repeat(i -> {
                                    if (raw.exists(keys[i & (TOKENS - 1)])) {
                                        throw new IllegalStateException("A good token is revoked");
                                    }
                                })),
                        List.of(
                                new Contender(
                                        "Unpin",
                                        thread -> repeat(i -> expectGood(blocklist, tokens[i & (TOKENS - 1)]))),
                                // With the digests of its ids, and with making the object.
                                new Contender(
                                        "Unpin, a token never seen before",
                                        thread -> repeat(i -> expectGood(blocklist, token(i, now)))))),
                run);
    }

    /** Many at a time: to look at the clock costs a good part of a check. */
    private static Contender.Task repeat(IntConsumer what) {
        return new Contender.Task() {
            private int next;

            @Override
            public void run() {
                for (int i = 0; i < AT_A_TIME; i++) {
                    what.accept(next++);
                }
            }
        };
    }

    private static void expectGood(TokenBlocklist blocklist, AccessToken token) {
        RevocationStatus seen = blocklist.check(token);
        if (seen != RevocationStatus.NOT_REVOKED) {
            throw new IllegalStateException("A good token is " + seen);
        }
    }

    static AccessToken token(int number, Instant issuedAt) {
        return AccessToken.builder(ISSUER, "user-" + number, "token-" + number, issuedAt, issuedAt.plusSeconds(3_000))
                .sessionId("session-" + number)
                .keyId("key")
                .build();
    }

    private static void print(String what, String seen) {
        System.out.printf(Locale.ROOT, "%n%s: %s%n", what, seen);
    }

    /** As an instance does that finds much missing: the quickest way in. */
    private static void fill(BlocklistStore store, int entries, long seed) {
        Random random = new Random(seed);
        Instant until = Instant.now().plusSeconds(3_000);
        for (int done = 0; done < entries; done += BATCH) {
            List<Revocation> part = new ArrayList<>();
            for (int i = done; i < Math.min(entries, done + BATCH); i++) {
                part.add(new Revocation(new RevokedId(random.nextLong(), random.nextLong() & ~1L), until));
            }
            store.restore(part, Duration.ofMinutes(62));
        }
    }

    private static TokenBlocklist blocklist(BlocklistStore store) {
        return TokenBlocklist.builder(store, WhenStale.REFUSE).build();
    }

    private static RedisBackend backend(EmbeddedRedis server) {
        return RedisBackend.builder("bench").single(server.uri().toString()).build();
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
