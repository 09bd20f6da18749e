package dev.unpin.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What a stranger in the database has damaged is refused as such, and left as it is for people to look at. */
class DamagedOwnerStoreTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final Jedis STRANGER = new Jedis(SERVER.uri());
    private static final String NAMESPACE = "damaged-" + UUID.randomUUID();
    private static final RedisBackend REDIS = RedisBackend.builder(NAMESPACE)
            .single(SERVER.uri().toString())
            .deadline(Duration.ofSeconds(10))
            .build();

    private final RedisOwnerStore index = RedisOwnerStore.create(REDIS);
    private byte[] key = {};

    @AfterAll
    static void stop() {
        REDIS.close();
        STRANGER.close();
        SERVER.close();
    }

    @BeforeEach
    void storeASoundIndex() {
        STRANGER.keys((NAMESPACE + "*").getBytes(UTF_8)).forEach(STRANGER::del);
        index.add("Ada", "s1", "label", Duration.ofHours(1));
        key = STRANGER.keys((NAMESPACE + "*").getBytes(UTF_8)).iterator().next();
    }

    @Test
    void theKeyTellsNoName() {
        assertThat(new String(key, UTF_8)).matches(NAMESPACE + ":\\{[\\w-]{43}}:owner");
        assertThat(STRANGER.pttl(key)).isBetween(1L, 3_600_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 17})
    void anEntryThatIsTooShortIsRefusedByEveryCall(int length) {
        STRANGER.hset(key, "s1".getBytes(UTF_8), Arrays.copyOf(STRANGER.hget(key, "s1".getBytes(UTF_8)), length));

        assertEveryCallRefuses("damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void anEntryWithoutSoundNumbersIsRefusedByEveryCall(int at) {
        byte[] entry = STRANGER.hget(key, "s1".getBytes(UTF_8));
        entry[at] = 0x7f;
        STRANGER.hset(key, "s1".getBytes(UTF_8), entry);

        assertEveryCallRefuses("damaged");
    }

    @Test
    void anEntryOfALaterFormatIsRefusedByEveryCall() {
        STRANGER.hset(key, "s2".getBytes(UTF_8), new byte[] {2, 0, 0});

        assertEveryCallRefuses("later release");
    }

    @Test
    void aKeyOfAnotherTypeIsRefusedByEveryCall() {
        STRANGER.del(key);
        STRANGER.set(key, new byte[] {1});

        assertEveryCallRefuses("damaged");
    }

    private void assertEveryCallRefuses(String word) {
        assertRefused(word, () -> index.add("Ada", "s1", "", Duration.ofHours(1)));
        assertRefused(word, () -> index.list("Ada"));
        assertRefused(word, () -> index.mark("Ada", List.of("s1")));
        assertRefused(word, () -> index.remove("Ada", List.of("s1")));
    }

    private void assertRefused(String word, Runnable call) {
        byte[] before = STRANGER.dump(key);

        assertThatThrownBy(call::run).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining(word);
        });

        assertThat(STRANGER.dump(key)).isEqualTo(before);
    }
}
