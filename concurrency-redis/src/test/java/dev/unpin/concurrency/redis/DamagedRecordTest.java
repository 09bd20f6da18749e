package dev.unpin.concurrency.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Condition;
import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a stranger or a later release has stored is refused, and left as it is. */
class DamagedRecordTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    private final String namespace = "damaged-" + System.nanoTime();
    private final String key = namespace + ":{things/one}:record";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void anotherKindOfKeyIsRefused() {
        SERVER.command("SET", key, "x");
        refused("damaged");
        assertThat(SERVER.text("GET", key)).isEqualTo("x");
    }

    @Test
    void missingOrShortPartsAreRefused() {
        SERVER.command("HSET", key, "v", "x");
        refused("damaged");
        SERVER.command("HSET", key, "m", "\u0001short", "w", "");
        refused("damaged");
        assertThat(SERVER.text("HGET", key, "v")).isEqualTo("x");
    }

    @Test
    void aRecordWhoseNumbersNobodyHoldsExactlyIsRefused() {
        String zero = "\u0000".repeat(8);
        String one = "\u0000".repeat(7) + "\u0001";
        String huge = "\u007f" + "\u0000".repeat(7);
        for (String numbers : new String[] {zero + zero, huge + zero, one + huge}) {
            SERVER.command("HSET", key, "m", "\u0001" + numbers, "v", "x", "w", zero);
            refused("damaged");
        }
    }

    @Test
    void aHashThatIsNoRecordIsRefused() {
        SERVER.command("HSET", key, "something", "x");
        refused("damaged");
        assertThat(SERVER.command("HLEN", key)).isEqualTo(1L);
    }

    /** A write that need not know the value puts another in its place; whoever asks for it is told. */
    @Test
    void aRecordWithoutItsValueIsRefusedToWhoeverAsksForIt() {
        try (RedisBackend redis = RedisBackend.connect(SERVER.uri().toString(), namespace)) {
            RedisRecordStore store = RedisRecordStore.create(redis);
            store.write(write(1, Condition.any()));
            SERVER.command("HDEL", key, "v");

            refused("damaged", () -> store.find("things", "one"));
            refused("damaged", () -> store.write(write(2, Condition.absent())));
            assertThat(SERVER.command("HEXISTS", key, "v")).isEqualTo(0L);

            store.write(write(3, Condition.any()));
            assertThat(store.find("things", "one").orElseThrow().value()).isEqualTo(new byte[1]);
        }
    }

    @Test
    void aLaterFormatIsRefusedAsSuch() {
        SERVER.command("HSET", key, "m", "\u0002anything");
        refused("later release");
    }

    private void refused(String why) {
        try (RedisBackend redis = RedisBackend.connect(SERVER.uri().toString(), namespace)) {
            RedisRecordStore store = RedisRecordStore.create(redis);
            refused(why, () -> store.find("things", "one"));
            refused(why, () -> store.write(write(1, Condition.any())));
        }
    }

    private static void refused(String why, Runnable call) {
        StoreException refused = catchThrowableOfType(StoreException.class, call::run);
        assertThat(refused.effect()).isEqualTo(Effect.REFUSED);
        assertThat(refused).hasMessageContaining(why);
    }

    private static RecordWrite write(long id, Condition condition) {
        return RecordWrite.of("things", "one", id, condition, new byte[1], Duration.ZERO, Duration.ofHours(1));
    }
}
