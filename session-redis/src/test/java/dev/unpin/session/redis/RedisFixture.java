package dev.unpin.session.redis;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisBackendBuilder;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.ExpiryStore;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.OwnerStore;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionStore;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Stores over one Redis, under a namespace of their own, with a clock that tests can put forward. */
final class RedisFixture implements AutoCloseable {
    private final String namespace = "test-" + UUID.randomUUID();
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final List<RedisBackend> backends = new ArrayList<>();
    private final List<SessionStore> stores = new ArrayList<>();
    private final List<ExpiryStore> expiries = new ArrayList<>();
    private final List<OwnerStore> indexes = new ArrayList<>();
    private final AtomicLong roundTrips = new AtomicLong();
    private final List<EmbeddedRedis> servers;
    private final UnaryOperator<RedisBackendBuilder> address;

    RedisFixture(List<EmbeddedRedis> servers, UnaryOperator<RedisBackendBuilder> address) {
        this.servers = servers;
        this.address = address;
    }

    /** A store whose connection is open and whose scripts the servers know, so that round trips can be counted. */
    SessionStore store() {
        RedisSessionStore store = RedisSessionStore.create(backend());
        warmUp(store);
        stores.add(store);
        return store;
    }

    /** An index over a connection of its own, as ready as a {@link #store}. */
    OwnerStore owners() {
        RedisOwnerStore index = RedisOwnerStore.create(backend());
        warmUp(index);
        indexes.add(index);
        return index;
    }

    /** Times of expiry over a connection of its own, as ready as a {@link #store}. */
    ExpiryStore expiries() {
        RedisExpiryStore store = RedisExpiryStore.create(backend());
        warmUp(store);
        expiries.add(store);
        return store;
    }

    private RedisBackend backend() {
        RedisBackend backend = address.apply(RedisBackend.builder(namespace).unsafeClockOffset(offset::get))
                .deadline(Duration.ofSeconds(10))
                .observer(call -> roundTrips.addAndGet(call.roundTrips()))
                .build();
        backends.add(backend);
        return backend;
    }

    /** Puts the clock forward, and has the servers meet the scripts as they read with it. */
    void elapse(Duration duration) {
        offset.updateAndGet(before -> before.plus(duration));
        stores.stream().limit(1).forEach(this::warmUp);
        indexes.stream().limit(1).forEach(this::warmUp);
        expiries.stream().limit(1).forEach(RedisFixture::warmUp);
    }

    private void warmUp(SessionStore store) {
        SecretHash secret = SecretHash.ofSecret(new byte[32]);
        SessionTimeouts timeouts = new SessionTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1));
        // Enough different ids to meet every master of a cluster.
        for (int i = 0; i < 3 * servers.size(); i++) {
            store.load(new LoadRequest("warm-" + i, secret, timeouts.idle(), timeouts.idle()));
            store.commit(CommitRequest.update("warm-" + i, secret, 1, 0, timeouts, new SessionLimits(1, 1)));
            store.end("warm-" + i, secret);
            store.endOwned("warm-" + i, "nobody");
            store.describe("warm-" + i);
        }
        store.ping();
    }

    private void warmUp(OwnerStore index) {
        for (int i = 0; i < 3 * servers.size(); i++) {
            String owner = "warm-" + i;
            index.list(owner);
            index.add(owner, "s", "", Duration.ofMinutes(1));
            index.mark(owner, List.of("s"));
            index.remove(owner, List.of("s"));
        }
    }

    /** Claims nothing: what is there belongs to the test. */
    private static void warmUp(ExpiryStore store) {
        for (int i = 0; i < store.partitions(); i++) {
            store.schedule("warm-" + i, Duration.ofHours(1));
            store.postpone("warm-" + i, Instant.EPOCH);
            store.remove("warm-" + i);
            store.claim(i, 0, Duration.ofMinutes(1));
        }
    }

    /** The mark that a session has ended, which holds nothing of it, does not count. */
    List<String> remainsOf(String id) {
        return servers.stream()
                .flatMap(server -> keys(server, namespace + ":*" + id + "*").stream()
                        .filter(key -> !Long.valueOf(1).equals(server.command("HSTRLEN", key, "~"))))
                .toList();
    }

    List<String> keysWithoutTtl() {
        List<String> found = new ArrayList<>();
        for (EmbeddedRedis server : servers) {
            for (String key : keys(server, namespace + ":*")) {
                if (Long.valueOf(-1).equals(server.command("PTTL", key))) {
                    found.add(key);
                }
            }
        }
        return found;
    }

    private static List<String> keys(EmbeddedRedis server, String pattern) {
        List<String> keys = new ArrayList<>();
        if (server.command("KEYS", pattern) instanceof List<?> found) {
            found.forEach(key -> keys.add(String.valueOf(key)));
        }
        return keys;
    }

    /** How often the stores waited for a server. */
    long roundTrips() {
        return roundTrips.get();
    }

    @Override
    public void close() {
        backends.forEach(RedisBackend::close);
    }
}
