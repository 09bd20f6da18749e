package dev.unpin.benchmarks.redis;

import dev.unpin.Condition;
import dev.unpin.benchmarks.TextCodec;
import dev.unpin.benchmarks.paired.Comparison;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.concurrency.Locks;
import dev.unpin.concurrency.Records;
import dev.unpin.concurrency.redis.RedisLockStore;
import dev.unpin.concurrency.redis.RedisRecordStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import redis.clients.jedis.params.SetParams;

/** Records of a kilobyte and locks that nobody else wants, beside the plain commands that lose updates. */
final class ConcurrencySuite implements Suite {
    private static final int PER_THREAD = 1_000;
    private static final String VALUE = "x".repeat(1024);
    private static final byte[] BYTES = Servers.bytes(VALUE);
    private static final byte[] OWNER = Servers.bytes("0123456789abcdef");
    private static final Duration LEASE = Duration.ofSeconds(30);

    @Override
    public String title() {
        return "concurrency";
    }

    @Override
    public List<Comparison> comparisons(Servers servers, List<Peers> peers) {
        Records<String> records = Records.builder(RedisRecordStore.create(servers.backend()), "bench", String.class)
                .codec(new TextCodec())
                .build();
        Locks locks = Locks.create(RedisLockStore.create(servers.backend()));
        return List.of(
                new Comparison(
                        "record: put if unchanged | SET",
                        new Contender("raw", thread -> rawSet(servers, thread)),
                        List.of(
                                new Contender("Unpin", thread -> putting(records, thread)),
                                ByHand.writing(servers.raw(), BYTES))),
                new Comparison(
                        "record: update | GET, SET",
                        new Contender("raw", thread -> rawUpdate(servers, thread)),
                        List.of(
                                new Contender("Unpin", thread -> updating(records, thread)),
                                ByHand.changing(servers.raw(), BYTES))),
                new Comparison(
                        "lock: acquire, release | SET NX, DEL",
                        new Contender("raw", thread -> rawLock(servers, thread)),
                        List.of(
                                new Contender("Unpin", thread -> locking(locks, thread)),
                                ByHand.locking(servers.raw()))));
    }

    private static Contender.Task rawSet(Servers servers, int thread) {
        List<byte[]> keys = rawKeys(servers, thread);
        int[] next = {0};
        return () -> servers.raw().set(keys.get(next[0]++ % PER_THREAD), BYTES);
    }

    private static Contender.Task rawUpdate(Servers servers, int thread) {
        List<byte[]> keys = rawKeys(servers, thread);
        int[] next = {0};
        return () -> {
            byte[] key = keys.get(next[0]++ % PER_THREAD);
            if (servers.raw().get(key).length != BYTES.length) {
                throw new IllegalStateException("the key is gone");
            }
            servers.raw().set(key, BYTES);
        };
    }

    private static Contender.Task rawLock(Servers servers, int thread) {
        byte[] key = Servers.bytes("lock:" + thread);
        SetParams ifFree = SetParams.setParams().nx().px(LEASE.toMillis());
        return () -> {
            servers.raw().set(key, OWNER, ifFree);
            servers.raw().del(key);
        };
    }

    private static List<byte[]> rawKeys(Servers servers, int thread) {
        List<byte[]> keys = IntStream.range(0, PER_THREAD)
                .mapToObj(i -> Servers.bytes("raw:" + thread + ":" + i))
                .toList();
        keys.forEach(key -> servers.raw().set(key, BYTES));
        return keys;
    }

    private static Contender.Task putting(Records<String> records, int thread) {
        Condition[] seen = new Condition[PER_THREAD];
        for (int i = 0; i < PER_THREAD; i++) {
            seen[i] = Condition.ifVersion(records.put(thread + "-put-" + i, VALUE, Condition.any()));
        }
        int[] next = {0};
        return () -> {
            int i = next[0]++ % PER_THREAD;
            seen[i] = Condition.ifVersion(records.put(thread + "-put-" + i, VALUE, seen[i]));
        };
    }

    private static Contender.Task updating(Records<String> records, int thread) {
        for (int i = 0; i < PER_THREAD; i++) {
            records.put(thread + "-update-" + i, VALUE, Condition.any());
        }
        int[] next = {0};
        return () -> {
            int turn = next[0]++;
            String changed = VALUE.substring(1) + turn / PER_THREAD % 10;
            records.update(thread + "-update-" + turn % PER_THREAD, old -> changed);
        };
    }

    private static Contender.Task locking(Locks locks, int thread) {
        return () -> locks.tryAcquire("lock-" + thread, LEASE).orElseThrow().close();
    }
}
