package dev.unpin.token.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.token.spi.StoredKeyRing;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What lies in Redis, and what becomes of lost answers. */
class StoredKeyRingTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final FaultProxy PROXY = FaultProxy.to(SERVER);

    private final RedisFixture fixture = new RedisFixture(
            List.of(SERVER), backend -> backend.single(PROXY.uri().toString()));
    private final RedisKeyRingStore store = RedisKeyRingStore.create(fixture.backend(), "access");

    @AfterAll
    static void stop() {
        PROXY.close();
        SERVER.close();
    }

    @AfterEach
    void close() {
        PROXY.pass();
        fixture.close();
    }

    @Test
    void ringsOfDifferentNamesAreDifferentRings() {
        RedisKeyRingStore other = RedisKeyRingStore.create(fixture.backend(), "refresh");
        store.replace(0, new byte[] {1});
        other.replace(0, new byte[] {2});

        assertThat(store.load().content()).containsExactly(1);
        assertThat(other.load().content()).containsExactly(2);
        assertThat(fixture.keys()).hasSize(2);
    }

    @Test
    void aReplacementWhoseAnswerIsLostCountsOnce() {
        store.replace(0, new byte[] {1});
        PROXY.next(1, Fault.CUT_AFTER_SEND);

        StoredKeyRing replaced = store.replace(1, new byte[] {2});

        assertThat(replaced.version()).isEqualTo(2);
        assertThat(replaced.content()).containsExactly(2);
        assertThat(PROXY.count(Fault.CUT_AFTER_SEND)).isPositive();
    }

    @Test
    void whatALaterReleaseStoredIsRefusedAndStays() {
        assertRefused("\u0002 a later format", "later release");
    }

    @Test
    void whatAStrangerStoredIsRefusedAndStays() {
        assertRefused("\u0001 short", "damaged");
        assertRefused("", "damaged");
    }

    private void assertRefused(String stored, String word) {
        store.replace(0, new byte[] {1});
        String key = fixture.keys().get(0);
        SERVER.command("SET", key, stored);

        StoreException loading = catchThrowableOfType(StoreException.class, store::load);
        StoreException replacing = catchThrowableOfType(StoreException.class, () -> store.replace(0, new byte[] {9}));

        assertThat(loading.effect()).isEqualTo(Effect.REFUSED);
        assertThat(loading).hasMessageContaining(word);
        assertThat(replacing.effect()).isEqualTo(Effect.REFUSED);
        assertThat(SERVER.command("GET", key)).isEqualTo(stored);
        SERVER.command("DEL", key);
    }
}
