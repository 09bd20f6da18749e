package dev.unpin.concurrency.redis;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisBackendBuilder;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Backends over one Redis, under a namespace of their own, with a clock that tests can put forward. */
final class RedisFixture implements AutoCloseable {
    private final String namespace = "test-" + UUID.randomUUID();
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final List<RedisBackend> backends = new CopyOnWriteArrayList<>();
    private final AtomicLong roundTrips = new AtomicLong();
    private final List<EmbeddedRedis> servers;
    private final UnaryOperator<RedisBackendBuilder> address;

    RedisFixture(List<EmbeddedRedis> servers, UnaryOperator<RedisBackendBuilder> address) {
        this.servers = servers;
        this.address = address;
    }

    /** A backend with connections of its own, as another instance of the service would have. */
    RedisBackend backend() {
        RedisBackend backend = address.apply(RedisBackend.builder(namespace).unsafeClockOffset(offset::get))
                .deadline(Duration.ofSeconds(10))
                .observer(call -> roundTrips.addAndGet(call.roundTrips()))
                .build();
        backends.add(backend);
        return backend;
    }

    /** Puts the clock forward; the servers meet every script anew after that, which costs a round trip more. */
    void elapse(Duration duration) {
        offset.updateAndGet(before -> before.plus(duration));
    }

    /** All keys of this test, by name. */
    List<String> keys() {
        return servers.stream()
                .flatMap(server -> keys(server, namespace + ":*").stream())
                .toList();
    }

    List<String> keysWithoutTtl() {
        return servers.stream()
                .flatMap(server -> keys(server, namespace + ":*").stream()
                        .filter(key -> Long.valueOf(-1).equals(server.command("PTTL", key))))
                .toList();
    }

    /** How often the stores waited for a server. */
    long roundTrips() {
        return roundTrips.get();
    }

    /** How many scripts a server was sent, those sent twice because they were not known counted twice. */
    static long scriptsSent(EmbeddedRedis server) {
        return server.text("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_eval"))
                .mapToLong(line ->
                        Long.parseLong(line.substring(line.indexOf("calls=") + "calls=".length(), line.indexOf(','))))
                .sum();
    }

    private static List<String> keys(EmbeddedRedis server, String pattern) {
        List<String> keys = new ArrayList<>();
        if (server.command("KEYS", pattern) instanceof List<?> found) {
            found.forEach(key -> keys.add(String.valueOf(key)));
        }
        return keys;
    }

    @Override
    public void close() {
        backends.forEach(RedisBackend::close);
    }
}
