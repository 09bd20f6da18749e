package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A partition that a stranger has replaced is refused as damaged, and left as it is; the others work on. */
class DamagedExpiryStoreTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final String NAMESPACE = "damaged-" + UUID.randomUUID();
    private static final RedisBackend REDIS = RedisBackend.builder(NAMESPACE)
            .single(SERVER.uri().toString())
            .deadline(Duration.ofSeconds(10))
            .build();
    private static final Duration HOUR = Duration.ofHours(1);

    private final RedisExpiryStore expiries = RedisExpiryStore.create(REDIS);

    @AfterAll
    static void stop() {
        REDIS.close();
        SERVER.close();
    }

    @Test
    void aPartitionOfAnotherTypeIsRefusedByEveryCall() {
        expiries.schedule("session-1", HOUR);
        String key = String.valueOf(SERVER.command("KEYS", NAMESPACE + ":*")).replaceAll("[\\[\\]]", "");
        int partition = Integer.parseInt(key.replaceAll(".*expiry-(\\d+).*", "$1"));
        SERVER.command("DEL", key);
        SERVER.command("SET", key, "a string");

        for (Runnable call : List.<Runnable>of(
                () -> expiries.schedule("session-1", HOUR),
                () -> expiries.postpone("session-1", Instant.now()),
                () -> expiries.remove("session-1"),
                () -> expiries.claim(partition, 10, HOUR))) {
            StoreException refused = catchThrowableOfType(StoreException.class, call::run);
            assertThat(refused).hasMessageContaining("damaged");
            assertThat(refused.effect()).isEqualTo(Effect.REFUSED);
        }

        assertThat(SERVER.text("GET", key)).isEqualTo("a string");
        assertThat(expiries.claim((partition + 1) % expiries.partitions(), 10, HOUR))
                .isEmpty();
    }
}
