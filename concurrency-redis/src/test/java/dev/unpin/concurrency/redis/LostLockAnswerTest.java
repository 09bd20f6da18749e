package dev.unpin.concurrency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.concurrency.Lease;
import dev.unpin.concurrency.Locks;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Answers are cut or come late, and what lies in the store is not ours: nobody holds a lock that he does not know of.
 */
class LostLockAnswerTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int THREADS = 8;
    private static final int EACH = "faults".equals(System.getProperty("unpin.load")) ? 500 : 15;
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    private final String namespace = "late-" + UUID.randomUUID();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void whatWasSentTwiceIsOneLock() {
        try (FaultProxy proxy = FaultProxy.to(SERVER);
                RedisBackend redis = backend(proxy, Duration.ofSeconds(20))) {
            Locks locks = locks(redis);
            locks.acquire("warm", HOUR, Duration.ZERO).close();

            proxy.next(1, Fault.CUT_AFTER_SEND);
            Lease lease = locks.acquire("a", HOUR, Duration.ZERO);
            long fence = lease.fence();
            proxy.next(1, Fault.CUT_AFTER_SEND);
            lease.renew();
            assertThat(lease.fence()).isEqualTo(fence);
            assertThat(locks.tryAcquire("a", HOUR)).isEmpty();
            proxy.next(1, Fault.CUT_AFTER_SEND);
            lease.close();

            try (Lease next = locks.acquire("a", HOUR, Duration.ZERO)) {
                assertThat(next.fence()).isGreaterThan(fence);
            }
            assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isEqualTo(3);
        }
    }

    @Test
    void anAcquireThatArrivesAfterItsCallerHasGivenUpTakesNothing() {
        Fault late = Fault.delayRequest(Duration.ofSeconds(3));
        try (FaultProxy proxy = FaultProxy.to(SERVER);
                RedisBackend redis = backend(proxy, Duration.ofSeconds(1));
                RedisBackend direct = direct()) {
            locks(redis).acquire("a", HOUR, Duration.ZERO).close();
            long before = RedisFixture.scriptsSent(SERVER);
            proxy.next(2, late); // both sends of the acquire, or one and the opening of the second connection
            assertThatThrownBy(() -> locks(redis).acquire("a", HOUR, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.effect()).isEqualTo(Effect.UNKNOWN));
            // The release has arrived by now, and the acquire comes after it.
            await().atMost(Duration.ofMinutes(5)).until(() -> RedisFixture.scriptsSent(SERVER) - before >= 2);

            locks(direct).acquire("a", HOUR, Duration.ZERO).close();
        }
    }

    @Test
    void underFaultsNoTwoHoldersOverlapAndFencesRise() {
        List<Long> fences = new CopyOnWriteArrayList<>();
        AtomicInteger holders = new AtomicInteger();
        try (FaultProxy proxy = FaultProxy.to(SERVER);
                RedisBackend redis = backend(proxy, Duration.ofSeconds(20))) {
            proxy.randomly(4711, Map.of(Fault.CUT_AFTER_SEND, 0.1, Fault.CUT_BEFORE_SEND, 0.05));
            List<Callable<Void>> threads = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Locks locks = locks(redis);
                threads.add(() -> {
                    for (int i = 0; i < EACH; i++) {
                        try (Lease lease = locks.acquire("hot", HOUR, Duration.ofMinutes(10))) {
                            assertThat(holders.incrementAndGet()).isOne();
                            fences.add(lease.fence());
                            holders.decrementAndGet();
                        }
                    }
                    return null;
                });
            }

            Parallel.run(threads);

            assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isPositive();
        }
        assertThat(fences).hasSize(THREADS * EACH).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatIsNotOursIsNeitherReadNorOverwritten() {
        try (RedisBackend redis = direct()) {
            String key = redis.keys("a").key("lock").names().get(0);
            SERVER.command("SET", key, "\u0001short");
            assertThatThrownBy(() -> locks(redis).tryAcquire("a", HOUR))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("damaged");
            assertThat(SERVER.text("GET", key)).isEqualTo("\u0001short");
            SERVER.command("SET", key, "\u0002later");
            assertThatThrownBy(() -> locks(redis).tryAcquire("a", HOUR))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("later release");
            SERVER.command("DEL", key);
            SERVER.command("HSET", key, "f", "v");
            assertThatThrownBy(() -> locks(redis).tryAcquire("a", HOUR))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("damaged");
            assertThat(SERVER.text("HGET", key, "f")).isEqualTo("v");
            SERVER.command("DEL", key);
        }
    }

    private static Locks locks(RedisBackend redis) {
        return Locks.create(RedisLockStore.create(redis));
    }

    private RedisBackend direct() {
        return RedisBackend.builder(namespace)
                .single(SERVER.uri().toString())
                .deadline(Duration.ofMinutes(1))
                .build();
    }

    private RedisBackend backend(FaultProxy proxy, Duration deadline) {
        return RedisBackend.builder(namespace)
                .single(proxy.uri().toString())
                .deadline(deadline)
                .build();
    }
}
