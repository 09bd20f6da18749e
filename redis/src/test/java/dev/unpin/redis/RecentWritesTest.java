package dev.unpin.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.redis.embedded.EmbeddedRedis;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shared Lua part by which writes are recognised, on a real server. */
class RecentWritesTest {
    private static final RedisScript PROBE =
            TestScripts.script("writes-probe.lua", Repeat.READ, ScriptPart.RECENT_WRITES);
    private static final byte[] NEW = {};
    private static final long MINUTE = 60_000_000;
    private static final long NOW = 1_800_000_000_000_000L;

    private static EmbeddedRedis server;
    private static RedisBackend redis;

    @BeforeAll
    static void startServer() {
        server = EmbeddedRedis.start();
        redis = RedisBackend.connect(server.uri().toString(), "recent-writes");
    }

    @AfterAll
    static void stopServer() {
        redis.close();
        server.close();
    }

    @Test
    void theLast32WritesAreFoundWithTheirVersions() {
        byte[] ring = NEW;
        for (int i = 1; i <= 33; i++) {
            ring = add(ring, id(i), NOW + i, NOW);
        }

        assertThat(ring).hasSize(8 + 32 * 16);
        assertThat(find(ring, id(1)).isNull()).isTrue();
        for (int i = 2; i <= 33; i++) {
            assertThat(find(ring, id(i)).integer()).isEqualTo(NOW + i);
        }
    }

    @Test
    void ringReachesBackToTheNewestForgottenWrite() {
        byte[] ring = add(NEW, id(1), NOW, NOW);
        assertThat(reachesBack(ring, 0)).isTrue();

        for (int i = 2; i <= 33; i++) {
            ring = add(ring, id(i), NOW + i, NOW);
        }

        assertThat(reachesBack(ring, NOW - 1)).isFalse();
        assertThat(reachesBack(ring, NOW)).isTrue();
    }

    @Test
    void writesAreForgottenAfterAMinute() {
        byte[] ring = add(add(NEW, id(1), NOW, NOW), id(2), NOW + 1, NOW);

        byte[] kept = add(ring, id(3), NOW + MINUTE, NOW + MINUTE);
        byte[] shortened = add(ring, id(3), NOW + MINUTE + 1, NOW + MINUTE + 1);

        assertThat(find(kept, id(1)).integer()).isEqualTo(NOW);
        assertThat(find(shortened, id(1)).isNull()).isTrue();
        assertThat(find(shortened, id(2)).integer()).isEqualTo(NOW + 1);
        assertThat(reachesBack(shortened, NOW)).isTrue();
        assertThat(reachesBack(shortened, NOW - 1)).isFalse();
    }

    @Test
    void newestWriteIsKeptHoweverOldItsVersionLooks() {
        byte[] ring = add(NEW, id(1), 1, NOW);

        assertThat(find(ring, id(1)).integer()).isEqualTo(1);
        assertThat(ring).hasSize(8 + 16);
    }

    @Test
    void idIsNotFoundAcrossItsNeighbours() {
        byte[] ring = add(add(NEW, id(1), NOW, NOW), id(2), NOW + 1, NOW);
        byte[] across = Arrays.copyOfRange(ring, 12, 20);

        assertThat(find(ring, across).isNull()).isTrue();
        byte[] both = add(ring, across, NOW + 2, NOW);
        assertThat(find(both, across).integer()).isEqualTo(NOW + 2);
    }

    @Test
    void bytesThatAreNoRingAreTold() {
        for (int length : new int[] {1, 7, 9, 16, 23, 25, 8 + 33 * 16}) {
            assertThat(sound(new byte[length])).as("%s bytes", length).isFalse();
        }
        for (int length : new int[] {8, 24, 8 + 32 * 16}) {
            assertThat(sound(new byte[length])).as("%s bytes", length).isTrue();
        }
    }

    private static byte[] id(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] add(byte[] ring, byte[] id, long version, long now) {
        return probe(args(ring, "add").add(id).add(version).add(now)).bytes();
    }

    private static ScriptReply find(byte[] ring, byte[] id) {
        return probe(args(ring, "find").add(id));
    }

    private static boolean reachesBack(byte[] ring, long base) {
        return !probe(args(ring, "reach back").add(base)).isNull();
    }

    private static boolean sound(byte[] ring) {
        return !probe(args(ring, "sound")).isNull();
    }

    private static ScriptArgs args(byte[] ring, String what) {
        return ScriptArgs.of().add(ring).add(what);
    }

    private static ScriptReply probe(ScriptArgs args) {
        return redis.eval(PROBE, redis.keys("probe").key("any"), args);
    }
}
