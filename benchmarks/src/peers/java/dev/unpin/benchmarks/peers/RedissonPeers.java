package dev.unpin.benchmarks.peers;

import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.benchmarks.redis.ContendedWriter;
import dev.unpin.benchmarks.redis.Peers;
import dev.unpin.benchmarks.redis.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RMap;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Sessions as Redisson's maps, which lose updates; the write and the new deadline go in one batch. */
public final class RedissonPeers implements Peers {
    private static final int PER_THREAD = 1_000;
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String NAME = "Redisson, map and batch";

    private final Map<Servers, RedissonClient> clients = new HashMap<>();

    @Override
    public List<Contender> readSession(Servers servers, int values, String value) {
        RedissonClient redisson = client(servers);
        return List.of(new Contender(NAME, thread -> {
            List<String> ids = create(redisson, values, value);
            int[] next = {0};
            return () -> {
                RMap<String, String> map = redisson.getMap(ids.get(next[0]++ % PER_THREAD));
                Objects.requireNonNull(map.readAllMap().get("value3"));
            };
        }));
    }

    @Override
    public List<Contender> changeSession(Servers servers, int values, String value) {
        RedissonClient redisson = client(servers);
        return List.of(new Contender(NAME, thread -> {
            List<String> ids = create(redisson, values, value);
            int[] next = {0};
            return () -> {
                int turn = next[0]++;
                String id = ids.get(turn % PER_THREAD);
                RMap<String, String> map = redisson.getMap(id);
                Objects.requireNonNull(map.readAllMap().get("value3"));
                RBatch batch = redisson.createBatch(BatchOptions.defaults());
                var unused = batch.getMap(id).fastPutAsync("value3", value + turn / PER_THREAD % 10);
                var unusedToo = batch.getMap(id).expireAsync(HALF_AN_HOUR);
                batch.execute();
            };
        }));
    }

    @Override
    public List<Contender> createSession(Servers servers, int values, String value) {
        RedissonClient redisson = client(servers);
        return List.of(new Contender(NAME, thread -> () -> store(redisson, values, value)));
    }

    @Override
    public Map<String, Supplier<ContendedWriter>> contendedWriters(Servers servers) {
        RedissonClient redisson = client(servers);
        return Map.of("Redisson, lock around get and set", () -> () -> {
            RLock lock = redisson.getLock("lock");
            RBucket<Long> bucket = redisson.getBucket("locked");
            lock.lock();
            try {
                Long old = bucket.get();
                bucket.set(old == null ? 1 : old + 1);
            } finally {
                lock.unlock();
            }
            return 1;
        });
    }

    private RedissonClient client(Servers servers) {
        return clients.computeIfAbsent(servers, key -> {
            Config config = new Config();
            config.useSingleServer()
                    .setAddress(servers.address().toString())
                    .setConnectionPoolSize(Servers.CONNECTIONS)
                    .setConnectionMinimumIdleSize(Servers.CONNECTIONS);
            return Redisson.create(config);
        });
    }

    private static List<String> create(RedissonClient redisson, int values, String value) {
        return IntStream.range(0, PER_THREAD)
                .mapToObj(i -> store(redisson, values, value))
                .toList();
    }

    private static String store(RedissonClient redisson, int values, String value) {
        String id = UUID.randomUUID().toString();
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < values; i++) {
            all.put("value" + i, value);
        }
        RBatch batch = redisson.createBatch(BatchOptions.defaults());
        var unused = batch.<String, String>getMap(id).putAllAsync(all);
        var unusedToo = batch.getMap(id).expireAsync(HALF_AN_HOUR);
        batch.execute();
        return id;
    }

    @Override
    public void close() {
        new ArrayList<>(clients.values()).forEach(RedissonClient::shutdown);
    }
}
