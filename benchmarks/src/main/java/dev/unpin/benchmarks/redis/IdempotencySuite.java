package dev.unpin.benchmarks.redis;

import dev.unpin.benchmarks.TextCodec;
import dev.unpin.benchmarks.paired.Comparison;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.redis.RedisIdempotencyStore;
import java.util.List;
import redis.clients.jedis.params.SetParams;

/** Keyed operations with a result of a kilobyte, beside the two plain commands that a hand-made solution would use. */
final class IdempotencySuite implements Suite {
    private static final String RESULT = "x".repeat(1024);
    private static final byte[] BYTES = Servers.bytes(RESULT);
    private static final byte[] CLAIM = Servers.bytes("claimed");
    private static final SetParams A_DAY = SetParams.setParams().px(24 * 3_600_000L);

    @Override
    public String title() {
        return "idempotency";
    }

    @Override
    public List<Comparison> comparisons(Servers servers, List<Peers> peers) {
        IdempotentOperation<String> operation = Idempotency.create(RedisIdempotencyStore.create(servers.backend()))
                .operation("bench", new TextCodec(), AfterCrash.RERUN, o -> {});
        return List.of(
                new Comparison(
                        "first run | SET NX, SET",
                        new Contender("raw", thread -> rawFirst(servers, thread)),
                        List.of(
                                new Contender("Unpin", thread -> first(operation, thread)),
                                ByHand.running(servers.raw(), BYTES))),
                new Comparison(
                        "replay | GET",
                        new Contender("raw", thread -> rawReplay(servers, thread)),
                        List.of(new Contender("Unpin", thread -> replay(operation, thread)))));
    }

    private static Contender.Task rawFirst(Servers servers, int thread) {
        SetParams ifNew = SetParams.setParams().nx().px(60_000);
        long[] count = {0};
        return () -> {
            byte[] key = Servers.bytes("raw:" + thread + ":" + count[0]++);
            servers.raw().set(key, CLAIM, ifNew);
            servers.raw().set(key, BYTES, A_DAY);
        };
    }

    private static Contender.Task rawReplay(Servers servers, int thread) {
        byte[] key = Servers.bytes("replay:" + thread);
        servers.raw().set(key, BYTES, A_DAY);
        return () -> {
            if (servers.raw().get(key).length != BYTES.length) {
                throw new IllegalStateException("the key is gone");
            }
        };
    }

    private static Contender.Task first(IdempotentOperation<String> operation, int thread) {
        long[] count = {0};
        return () -> {
            String key = thread + "-" + count[0]++;
            operation.run("bench", key, Fingerprint.of(key), run -> RESULT);
        };
    }

    private static Contender.Task replay(IdempotentOperation<String> operation, int thread) {
        String key = "replay-" + thread;
        Fingerprint payload = Fingerprint.of(key);
        operation.run("bench", key, payload, run -> RESULT);
        return () -> operation.run("bench", key, payload, run -> {
            throw new IllegalStateException("this has run before");
        });
    }
}
