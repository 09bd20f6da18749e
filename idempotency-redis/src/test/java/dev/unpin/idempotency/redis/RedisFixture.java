package dev.unpin.idempotency.redis;

import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Checkpoint;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisBackendBuilder;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Stores over one Redis, under a namespace of their own, with a clock that tests can move. */
final class RedisFixture implements AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(1);

    private final String namespace = "test-" + UUID.randomUUID();
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final List<RedisBackend> backends = new ArrayList<>();
    private final List<EmbeddedRedis> servers;
    private Duration met = Duration.ZERO;
    private final UnaryOperator<RedisBackendBuilder> address;

    RedisFixture(List<EmbeddedRedis> servers, UnaryOperator<RedisBackendBuilder> address) {
        this.servers = servers;
        this.address = address;
    }

    String namespace() {
        return namespace;
    }

    /** A store whose connection is open and whose scripts the servers know, so that round trips can be counted. */
    IdempotencyStore store() {
        int before = backends.size();
        IdempotencyStore store = RedisIdempotencyStore.create(backend());
        if (backends.size() > before) {
            warmUp(store);
        }
        return store;
    }

    /** Two instances are as good as many, and open fewer connections. */
    private synchronized RedisBackend backend() {
        if (backends.size() < 2) {
            RedisBackend backend = address.apply(RedisBackend.builder(namespace).unsafeClockOffset(offset::get))
                    .deadline(Duration.ofSeconds(20))
                    .build();
            backends.add(backend);
            return backend;
        }
        return backends.get(1);
    }

    /** Moves the clock; to the servers, the scripts are then new ones. */
    void elapse(Duration duration) {
        offset.updateAndGet(before -> before.plus(duration));
    }

    /** Has the servers meet the scripts as they read now, before round trips are counted. */
    void meetScripts() {
        if (!offset.get().equals(met)) {
            met = offset.get();
            warmUp(RedisIdempotencyStore.create(backends.get(0)));
        }
    }

    private void warmUp(IdempotencyStore store) {
        // Enough different records to meet every master of a cluster.
        int records = servers.size() == 1 ? 1 : 3 * servers.size();
        for (int i = 0; i < records; i++) {
            String record = "warm-" + i;
            Claim claim = new Claim(record, "", "", 1, 1);
            store.begin(new BeginRequest(record, "", "", BeginRequest.Intent.RESOLVE, SHORT, SHORT));
            store.renew(claim, SHORT, SHORT);
            store.checkpoint(claim, new Checkpoint("warm", 1, new byte[0]), SHORT);
            store.complete(claim, new byte[1], SHORT);
            store.giveUp(claim, Ending.LAPSED);
        }
        store.ping();
    }

    List<String> keysWithoutTtl() {
        List<String> found = new ArrayList<>();
        for (EmbeddedRedis server : servers) {
            for (String key : keys(server)) {
                if (Long.valueOf(-1).equals(server.command("PTTL", key))) {
                    found.add(key);
                }
            }
        }
        return found;
    }

    private List<String> keys(EmbeddedRedis server) {
        List<String> keys = new ArrayList<>();
        if (server.command("KEYS", namespace + ":*") instanceof List<?> found) {
            found.forEach(key -> keys.add(String.valueOf(key)));
        }
        return keys;
    }

    @Override
    public void close() {
        backends.forEach(RedisBackend::close);
    }
}
