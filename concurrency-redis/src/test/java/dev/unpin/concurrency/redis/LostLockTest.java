package dev.unpin.concurrency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.StoreException;
import dev.unpin.concurrency.Lease;
import dev.unpin.concurrency.LeaseLostException;
import dev.unpin.concurrency.Locks;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisScript;
import dev.unpin.redis.Repeat;
import dev.unpin.redis.ScriptArgs;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Servers lose locks that they have given: fences rise all the same, and what is guarded refuses the stale holder. */
class LostLockTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(29); // of the minute that all sends of a call have
    private static final RedisScript GUARDED =
            RedisScript.load(LostLockTest.class, "redis-scripts/guarded.lua", Repeat.IDEMPOTENT);
    private static final EmbeddedRedis RESOURCE = EmbeddedRedis.start();

    private final String namespace = "lost-" + UUID.randomUUID();

    @AfterAll
    static void stop() {
        RESOURCE.close();
    }

    @Test
    void aFailoverThatLosesAcknowledgedLocksRaisesTheFenceAndTheStaleHolderIsRefused() {
        try (EmbeddedRedis primary = EmbeddedRedis.startOwn();
                EmbeddedRedis replica =
                        EmbeddedRedis.builder().replicaOf(primary).start();
                RedisBackend before = backend(primary);
                RedisBackend after = backend(replica);
                RedisBackend resource = backend(RESOURCE)) {
            long replicated;
            try (Lease earlier = locks(before).acquire("job", HOUR, Duration.ZERO, o -> o.replicated(1, LONG))) {
                replicated = earlier.fence();
            }
            replica.command("REPLICAOF", "NO", "ONE"); // what the primary acknowledges from now on is lost with it
            Lease lost = locks(before).acquire("job", HOUR, Duration.ZERO);
            assertThat(lost.fence()).isGreaterThan(replicated);
            assertThat(write(resource, lost, "before")).isEqualTo("OK");
            primary.kill();

            // Nothing tells the old holder, and nothing keeps the next one out: both have the lock.
            replica.command("DEL", key(after, "job")); // also without a tombstone
            Lease next = locks(after).acquire("job", HOUR, Duration.ZERO);
            assertThat(lost.isHeld()).isTrue();
            assertThat(next.fence()).isGreaterThan(lost.fence());

            assertThat(write(resource, next, "after")).isEqualTo("OK");
            assertThat(write(resource, lost, "late")).isEqualTo("STALE_FENCE");
            assertThat(RESOURCE.text(
                            "HGET", resource.keys("job").key("report").names().get(0), "text"))
                    .isEqualTo("after");
            next.close();
        }
    }

    @Test
    void fencesRiseOverADeletedKeyAndARestartWithoutPersistence() throws Exception {
        try (EmbeddedRedis server = EmbeddedRedis.startOwn();
                RedisBackend redis = backend(server)) {
            CountDownLatch told = new CountDownLatch(1);
            Lease first = locks(redis)
                    .acquire("a", Duration.ofSeconds(30), Duration.ZERO, o -> o.renewUpTo(HOUR))
                    .onLost(told::countDown);
            server.command("DEL", key(redis, "a"));
            Lease second = locks(redis).acquire("a", HOUR, Duration.ZERO);
            assertThat(second.fence()).isGreaterThan(first.fence());
            assertThatThrownBy(first::renew).isInstanceOf(LeaseLostException.class);
            assertThat(told.await(10, TimeUnit.MINUTES)).isTrue();
            first.close();
            second.renew();

            server.restart();

            assertThatThrownBy(second::renew).isInstanceOf(LeaseLostException.class);
            try (Lease third = locks(redis).acquire("a", HOUR, Duration.ZERO)) {
                assertThat(third.fence()).isGreaterThan(second.fence());
                second.close();
                third.renew();
            }
        }
    }

    @Test
    void fencesRiseAlthoughTheClockStepsBackWhileTheLockIsRemembered() {
        try (RedisBackend ahead = RedisBackend.builder(namespace)
                        .single(RESOURCE.uri().toString())
                        .unsafeClockOffset(() -> Duration.ofHours(23))
                        .build();
                RedisBackend back = backend(RESOURCE)) {
            Lease first = locks(ahead).acquire("a", HOUR, Duration.ZERO);
            first.close();
            long last = first.fence();
            for (int i = 0; i < 3; i++) {
                try (Lease next = locks(back).acquire("a", HOUR, Duration.ZERO)) {
                    assertThat(next.fence()).isGreaterThan(last);
                    last = next.fence();
                }
            }
        }
    }

    @Test
    void aLockThatHasToBeReplicatedIsHeldOnlyIfItIs() {
        try (EmbeddedRedis primary = EmbeddedRedis.startOwn();
                RedisBackend redis = backend(primary)) {
            Locks locks = locks(redis);
            String key = key(redis, "a");
            assertThatThrownBy(() -> locks.acquire("a", HOUR, Duration.ZERO, o -> o.replicated(1, SHORT)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("1 replicas");
            locks.acquire("a", HOUR, Duration.ZERO).close();

            try (EmbeddedRedis replica =
                    EmbeddedRedis.builder().replicaOf(primary).start()) {
                Lease lease = locks.acquire("a", HOUR, Duration.ZERO, o -> o.replicated(1, LONG));
                assertThat(replica.command("EXISTS", key)).isEqualTo(1L);
                lease.renew();
                replica.pause();
                Lease unsure = locks.acquire("b", HOUR, Duration.ZERO);
                assertThatThrownBy(() -> locks.acquire("c", HOUR, Duration.ZERO, o -> o.replicated(1, SHORT)))
                        .isInstanceOf(StoreException.class);
                assertThat(locks.tryAcquire("c", HOUR)).isPresent();
                replica.resume();
                unsure.close();
                lease.close();
                assertThat(locks.acquire("a", HOUR, Duration.ZERO, o -> o.replicated(1, LONG))
                                .isHeld())
                        .isTrue();
            }
        }
    }

    private static String write(RedisBackend resource, Lease lease, String text) {
        return resource.eval(
                        GUARDED,
                        resource.keys("job").key("report"),
                        ScriptArgs.of().add(lease.fence()).add(text))
                .list()
                .get(0)
                .text();
    }

    private static String key(RedisBackend redis, String lock) {
        return redis.keys(lock).key("lock").names().get(0);
    }

    private static Locks locks(RedisBackend redis) {
        return Locks.create(RedisLockStore.create(redis));
    }

    private RedisBackend backend(EmbeddedRedis server) {
        return RedisBackend.builder(namespace)
                .single(server.uri().toString())
                .deadline(Duration.ofMinutes(1))
                .build();
    }
}
