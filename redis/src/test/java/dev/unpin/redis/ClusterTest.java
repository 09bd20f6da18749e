package dev.unpin.redis;

import static dev.unpin.redis.TestScripts.READ_FIELD;
import static dev.unpin.redis.TestScripts.add;
import static dev.unpin.redis.TestScripts.addOnce;
import static dev.unpin.redis.TestScripts.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisCluster;
import dev.unpin.redis.embedded.SlotMigration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import redis.clients.jedis.util.JedisClusterCRC16;

@Timeout(value = 240, threadMode = ThreadMode.SEPARATE_THREAD)
class ClusterTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static EmbeddedRedisCluster cluster;

    private RedisBackend redis;

    @BeforeAll
    static void startCluster() {
        cluster = EmbeddedRedisCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        cluster.awaitHealthy(LIMIT);
        redis = backend(Duration.ofSeconds(2), seeds());
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void keysOfAllNodesAreServedThroughOneSeed() {
        try (RedisBackend oneSeed = backend(Duration.ofSeconds(5), seeds()[0])) {
            Set<Integer> owners = IntStream.range(0, 30)
                    .mapToObj(i -> "spread-" + i)
                    .peek(id -> assertThat(add(oneSeed, id)).isEqualTo(1))
                    .map(id -> owner(id).port())
                    .collect(Collectors.toSet());

            assertThat(owners).hasSize(3);
        }
    }

    @Test
    void deadSeedsAreSkipped() {
        try (RedisBackend some = backend(Duration.ofSeconds(5), "redis://127.0.0.1:1", seeds()[1])) {
            assertThat(add(some, "dead-seed")).isEqualTo(1);
        }
    }

    @Test
    void slotThatMovedIsFollowedAndRemembered() {
        add(redis, "moved");
        move(cluster.beginMigration(slot("moved"), otherThan(owner("moved"))));
        EmbeddedRedis target = owner("moved");

        assertThat(add(redis, "moved")).isEqualTo(2);
        assertThat(target.command("GET", "test:{moved}:counter:moved")).isEqualTo("2");
        long moved = errors(otherThan(target), "MOVED");
        assertThat(add(redis, "moved")).isEqualTo(3);
        assertThat(errors(otherThan(target), "MOVED")).isEqualTo(moved);
    }

    @Test
    void oneRedirectIsEnoughToLearnOfAllMoves() {
        add(redis, "moved-1");
        EmbeddedRedis source = owner("moved-1");
        String second = IntStream.range(0, 100)
                .mapToObj(i -> "moved-too-" + i)
                .filter(id -> owner(id) == source)
                .findFirst()
                .orElseThrow();
        add(redis, second);
        EmbeddedRedis target = otherThan(source);
        move(cluster.beginMigration(slot("moved-1"), target));
        move(cluster.beginMigration(slot(second), target));
        // The table is read again once a second at most.
        await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        long moved = errors(source, "MOVED");

        assertThat(add(redis, "moved-1")).isEqualTo(2);
        assertThat(errors(source, "MOVED")).isEqualTo(moved + 1);
        assertThat(add(redis, second)).isEqualTo(2);
        assertThat(errors(source, "MOVED")).isEqualTo(moved + 1);
    }

    @Test
    void slotThatIsMovingIsAskedAtItsTargetAlsoForAnUnknownScript() {
        add(redis, "asked");
        EmbeddedRedis target = otherThan(owner("asked"));
        SlotMigration migration = cluster.beginMigration(slot("asked"), target);
        migration.moveKeys();
        target.flushScripts();

        assertThat(add(redis, "asked")).isEqualTo(2);
        assertThat(add(redis, "asked")).isEqualTo(3);

        migration.finish();
        assertThat(add(redis, "asked")).isEqualTo(4);
        assertThat(target.command("GET", "test:{asked}:counter:asked")).isEqualTo("4");
    }

    @Test
    void theHashFollowsItsScriptAndTheTimeThroughEveryRedirect() {
        RedisKeys hash = redis.keys("hash").key("hash", "hash");
        owner("hash").command("HSET", hash.names().get(0), "a", "1");
        EmbeddedRedis target = otherThan(owner("hash"));
        SlotMigration migration = cluster.beginMigration(slot("hash"), target);
        migration.moveKeys();

        List<ScriptReply> asked = redis.evalWithHash(READ_FIELD, hash, ScriptArgs.of());
        List<ScriptReply> timeAsked = redis.timeWithHash("test.read", hash);
        List<List<ScriptReply>> manyAsked = redis.timeWithHashes(
                "test.read", List.of(hash, redis.keys("none").key("hash")));
        migration.finish();
        List<ScriptReply> timeMoved = redis.timeWithHash("test.read", hash);
        List<ScriptReply> moved = redis.evalWithHash(READ_FIELD, hash, ScriptArgs.of());

        for (List<ScriptReply> reply : List.of(asked, moved)) {
            assertThat(reply.get(0).text()).isEqualTo("1");
            assertThat(reply.get(1).list()).extracting(ScriptReply::text).containsExactly("a", "1");
        }
        for (List<ScriptReply> reply : List.of(timeAsked, timeMoved, manyAsked.get(0))) {
            assertThat(reply.get(0).integer()).isPositive();
            assertThat(reply.get(1).list()).extracting(ScriptReply::text).containsExactly("a", "1");
        }
        assertThat(manyAsked.get(1).get(1).list()).isEmpty();
    }

    @Test
    void pausedOwnerCountsAWriteAtMostOnce() {
        add(redis, "paused");
        EmbeddedRedis owner = owner("paused");
        awaitReplicated(owner, "paused");
        owner.pause();
        StoreException e;
        try (RedisBackend hasty = backend(Duration.ofMillis(400), seeds())) {
            e = catchThrowableOfType(StoreException.class, () -> add(hasty, "paused"));
        } finally {
            owner.resume();
        }

        assertThat(e.effect()).isIn(Effect.NOT_SENT, Effect.UNKNOWN);
        cluster.awaitHealthy(LIMIT);
        assertThat(countOf("paused")).isBetween(1L, 2L);
    }

    @Test
    void writeOnAnOpenConnectionToAPausedOwnerIsUnknownAndCountedAtMostOnce() {
        try (RedisBackend hasty = backend(Duration.ofSeconds(1), seeds())) {
            add(hasty, "paused-open");
            EmbeddedRedis owner = owner("paused-open");
            awaitReplicated(owner, "paused-open");
            owner.pause();
            StoreException e;
            try {
                e = catchThrowableOfType(StoreException.class, () -> add(hasty, "paused-open"));
            } finally {
                owner.resume();
            }

            assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(e).hasMessageContaining("once or not at all");
        }
        cluster.awaitHealthy(LIMIT);
        assertThat(countOf("paused-open")).isBetween(1L, 2L);
    }

    @Test
    void failoverIsRiddenOutByCallsWithTime() {
        add(redis, "failover");
        EmbeddedRedis old = owner("failover");
        awaitReplicated(old, "failover");
        old.kill();
        try (RedisBackend patient = backend(LIMIT, seeds())) {
            // Nothing was sent to the dead node, so even a write that must not repeat waits for its successor.
            assertThat(add(patient, "failover")).isEqualTo(2);
            assertThat(addOnce(patient, "failover", 0).list().get(0).text()).isEqualTo("applied");
        } finally {
            old.restart();
        }
        cluster.awaitHealthy(LIMIT);
        assertThat(add(redis, "failover")).isEqualTo(3);
    }

    @Test
    void clusterThatMissesSlotsIsNotSentAnything() {
        EmbeddedRedis master = owner("down");
        List<EmbeddedRedis> gone = List.of(cluster.replicasOf(master).get(0), master);
        String elsewhere = IntStream.range(0, 100)
                .mapToObj(i -> "else-" + i)
                .filter(id -> owner(id) != master)
                .findFirst()
                .orElseThrow();
        add(redis, elsewhere);
        gone.forEach(EmbeddedRedis::kill);
        try {
            StoreException unreachable = catchThrowableOfType(StoreException.class, () -> add(redis, "down"));
            assertThat(unreachable.effect()).isEqualTo(Effect.NOT_SENT);

            // Until the other nodes have noticed, they serve on; on a busy machine a call may also just be late.
            StoreException down = await().atMost(LIMIT)
                    .until(
                            () -> catchThrowableOfType(StoreException.class, () -> add(redis, elsewhere)),
                            e -> e != null && String.valueOf(e.getMessage()).contains("CLUSTERDOWN"));
            assertThat(down.effect()).isEqualTo(Effect.NOT_SENT);
        } finally {
            gone.forEach(EmbeddedRedis::restart);
        }
        cluster.awaitHealthy(LIMIT);
        assertThat(add(redis, elsewhere)).isGreaterThan(1);
    }

    @Test
    void backendIsMadeBeforeTheClusterCanBeReached() {
        try (RedisBackend early = backend(Duration.ofMillis(300), "redis://127.0.0.1:1")) {
            StoreException e = catchThrowableOfType(StoreException.class, early::ping);

            assertThat(e.effect()).isEqualTo(Effect.NOT_SENT);
            assertThat(e).hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void serverOutsideAClusterSaysSo() {
        try (EmbeddedRedis alone = EmbeddedRedis.startOwn();
                RedisBackend wrong = backend(Duration.ofSeconds(2), alone.uri().toString())) {
            StoreException e = catchThrowableOfType(StoreException.class, wrong::ping);

            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining("use single(...)");
        }
    }

    @Test
    void nodeOfAClusterIsNotASingleServer() {
        String stranger = IntStream.range(0, 100)
                .mapToObj(i -> "single-" + i)
                .filter(id -> owner(id) != cluster.nodes().get(0))
                .findFirst()
                .orElseThrow();
        try (RedisBackend wrong = RedisBackend.connect(seeds()[0], "test")) {
            StoreException e = catchThrowableOfType(StoreException.class, () -> add(wrong, stranger));

            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining("use cluster(...)");
        }
    }

    @Test
    void clusterHasNoOtherDatabase() {
        RedisBackendBuilder builder =
                RedisBackend.builder("test").cluster(seeds()).database(1);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("database must be 0 in a Cluster, but is 1");
    }

    private long countOf(String id) {
        ScriptReply reply = await().atMost(LIMIT).ignoreExceptions().until(() -> read(redis, id), r -> !r.isNull());
        return Long.parseLong(reply.text());
    }

    /** A failover loses what was not copied yet, which is not what these tests are about. */
    private static void awaitReplicated(EmbeddedRedis master, String id) {
        EmbeddedRedis replica = cluster.replicasOf(master).get(0);
        replica.command("READONLY");
        await().atMost(LIMIT).until(() -> replica.command("GET", "test:{" + id + "}:counter:" + id) != null);
    }

    private static void move(SlotMigration migration) {
        migration.moveKeys();
        migration.finish();
    }

    private static long errors(EmbeddedRedis node, String code) {
        String stats = node.text("INFO", "errorstats");
        int at = stats.indexOf("errorstat_" + code + ":count=");
        return at < 0
                ? 0
                : Long.parseLong(
                        stats.substring(at + ("errorstat_" + code + ":count=").length(), stats.indexOf('\r', at)));
    }

    private static int slot(String tag) {
        return JedisClusterCRC16.getSlot("{" + tag + "}");
    }

    private static EmbeddedRedis owner(String tag) {
        return cluster.masterOf(slot(tag));
    }

    private static EmbeddedRedis otherThan(EmbeddedRedis master) {
        return IntStream.of(0, 6000, 12_000)
                .mapToObj(cluster::masterOf)
                .filter(node -> node != master)
                .findFirst()
                .orElseThrow();
    }

    private static String[] seeds() {
        return cluster.uris().stream().map(URI::toString).toArray(String[]::new);
    }

    private static RedisBackend backend(Duration deadline, String... uris) {
        return RedisBackend.builder("test").cluster(uris).deadline(deadline).build();
    }
}
