package dev.unpin.idempotency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.idempotency.spi.IdempotencyStore;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies in Redis: for how long, and what is made of what nobody should have put there. */
class StoredRecordTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration RETENTION = Duration.ofHours(1);

    private final RedisFixture fixture = new RedisFixture(
            List.of(SERVER), backend -> backend.single(SERVER.uri().toString()));
    private final IdempotencyStore store = fixture.store();
    private final String record = fixture.namespace() + ":{record}:idempotency";
    private final String fence = fixture.namespace() + ":{record}:idempotency-fence";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private BeginReply begin(String owner) {
        return store.begin(new BeginRequest("record", "payload", owner, BeginRequest.Intent.RUN, LEASE, RETENTION));
    }

    @Test
    void theFenceOutlivesTheRecordByADay() {
        Claim claim = begin("owner").claim();
        assertTtl(record, RETENTION);
        assertTtl(fence, RETENTION.plusDays(1));
        store.complete(claim, new byte[] {1}, RETENTION.multipliedBy(2));
        assertTtl(record, RETENTION.multipliedBy(2));
        assertTtl(fence, RETENTION.multipliedBy(2).plusDays(1));
        assertThat(SERVER.command("HLEN", record)).isEqualTo(2L);
    }

    private static void assertTtl(String key, Duration expected) {
        assertThat((Long) SERVER.command("PTTL", key))
                .isBetween(
                        expected.minusMinutes(1).toMillis(),
                        expected.plusMinutes(1).toMillis());
    }

    @Test
    void fencesRiseAlthoughTheRecordIsGoneAndTheClockWasPutBack() {
        Claim before = begin("owner").claim();
        SERVER.command("DEL", record);
        fixture.elapse(Duration.ofHours(-1));

        Claim after = begin("other").claim();

        assertThat(after.attempt()).isOne();
        assertThat(after.fence()).isEqualTo(before.fence() + 1);
    }

    @Test
    void withoutItsFenceARecordStillKnowsIts() {
        Claim before = begin("owner").claim();
        SERVER.command("DEL", fence);
        fixture.elapse(Duration.ofHours(-1));
        store.giveUp(before, Ending.LAPSED);
        assertThat(begin("other").claim().fence()).isEqualTo(before.fence() + 1);
    }

    @Test
    void whatALaterReleaseHasStoredIsRefusedAndLeftAlone() {
        SERVER.command("HSET", record, "~", "\u0002whatever", "r", "result");
        assertRefused("later release");
        assertThat(SERVER.command("HGET", record, "r")).isEqualTo("result");
    }

    @Test
    void whatIsDamagedIsRefusedAndLeftAlone() {
        for (String meta : List.of("\u0001", "\u0001R", "\u0001R1234567890", "", "\u0001Z" + "x".repeat(60))) {
            SERVER.command("HSET", record, "~", meta);
            assertRefused("damaged");
            assertThat(SERVER.command("EXISTS", fence)).isEqualTo(0L);
        }
        SERVER.command("DEL", record);
        SERVER.command("SET", record, "a string");
        assertRefused("damaged");
        SERVER.command("DEL", record);
        SERVER.command("SET", fence, "short");
        assertRefused("damaged");
        SERVER.command("DEL", fence);
        SERVER.command("LPUSH", fence, "a list");
        assertRefused("damaged");
        SERVER.command("DEL", fence);
        store.complete(begin("owner").claim(), new byte[] {1}, RETENTION);
        SERVER.command("HDEL", record, "r");
        assertRefused("damaged");
        SERVER.command("DEL", record, fence);
    }

    private void assertRefused(String why) {
        Claim claim = new Claim("record", "payload", "owner", 1, 1);
        List<Runnable> calls = List.of(
                () -> begin("owner"),
                () -> store.renew(claim, LEASE, RETENTION),
                () -> store.complete(claim, new byte[] {1}, RETENTION),
                () -> store.giveUp(claim, Ending.RELEASED));
        for (Runnable call : calls) {
            StoreException refused = catchThrowableOfType(StoreException.class, call::run);
            assertThat(refused).hasMessageContaining(why);
            assertThat(refused.effect()).isEqualTo(Effect.REFUSED);
        }
    }
}
