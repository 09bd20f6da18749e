package dev.unpin.session.redis;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.redis.embedded.SlotMigration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A primary of a cluster dies, or its slots move to another, under load. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class ClusterFailoverTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int[] SLOT_OF_EACH = {0, 6_000, 12_000};
    private static final int MOVED_SLOTS = 4;
    private static final EmbeddedRedisCluster CLUSTER = EmbeddedRedisCluster.start();

    private final String namespace = "failover-" + System.nanoTime();

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @BeforeEach
    void awaitHealthy() {
        CLUSTER.awaitHealthy(LIMIT);
    }

    @Test
    void aKilledPrimaryLosesOnlyWhatItHadNotCopied(TestReporter report) throws Exception {
        try (SessionLoad load = load()) {
            masters().forEach(Copies::await);
            EmbeddedRedis old = masters().get(0);
            load.mayLose();
            load.start();
            old.kill();
            load.mayNotLose();
            load.awaitSome();
            old.restart();
            CLUSTER.awaitHealthy(LIMIT);
            load.awaitSome();
            report.publishEntry("killed primary of a cluster", load.judge());
        }
    }

    @Test
    void movingSlotsLoseNothing(TestReporter report) throws Exception {
        try (SessionLoad load = load()) {
            load.start();
            EmbeddedRedis source = masters().get(1);
            EmbeddedRedis target = masters().get(2);
            for (int slot : slotsOfSessions(source)) {
                SlotMigration migration = CLUSTER.beginMigration(slot, target);
                load.awaitSome();
                migration.moveKeys(); // ASK
                load.awaitSome();
                migration.finish(); // MOVED
            }
            load.awaitSome();
            report.publishEntry("moving slots", load.judge());
        }
    }

    private int[] slotsOfSessions(EmbeddedRedis master) {
        List<?> keys = (List<?>) Objects.requireNonNull(master.command("KEYS", namespace + ":*"));
        return keys.stream()
                .mapToInt(key -> CLUSTER.slotOf(String.valueOf(key)))
                .distinct()
                .limit(MOVED_SLOTS)
                .toArray();
    }

    private static List<EmbeddedRedis> masters() {
        return IntStream.of(SLOT_OF_EACH).mapToObj(CLUSTER::masterOf).toList();
    }

    private SessionLoad load() {
        return new SessionLoad(RedisBackend.builder(namespace)
                .cluster(CLUSTER.uris().stream().map(URI::toString).toArray(String[]::new))
                .deadline(SessionLoad.deadline())
                .build());
    }
}
