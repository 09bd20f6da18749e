package dev.unpin.concurrency.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Condition;
import dev.unpin.concurrency.spi.RecordStore;
import dev.unpin.concurrency.spi.RecordWrite;
import dev.unpin.concurrency.spi.StoredRecord;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.concurrency.RecordStoreContract;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract on one server, its round trips counted at the socket. */
class RedisRecordStoreTest implements RecordStoreContract {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final FaultProxy PROXY = FaultProxy.to(SERVER);

    private final RedisFixture fixture = new RedisFixture(
            List.of(SERVER), backend -> backend.single(PROXY.uri().toString()));

    @AfterAll
    static void stop() {
        PROXY.close();
        SERVER.close();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public RecordStore store() {
        return RedisRecordStore.create(fixture.backend());
    }

    @Override
    public void elapse(Duration duration) {
        fixture.elapse(duration);
    }

    @Override
    public OptionalLong roundTrips() {
        return OptionalLong.of(PROXY.roundTrips());
    }

    @Override
    public List<String> keysWithoutTtl() {
        return fixture.keysWithoutTtl();
    }

    @Test
    void aHundredRecordsAreReadInOneRoundTrip() {
        RecordStore store = store();
        List<String> keys = IntStream.range(0, 250).mapToObj(i -> "key-" + i).toList();
        keys.forEach(key -> store.write(put(key)));
        long before = PROXY.roundTrips();

        Map<String, StoredRecord> found = store.findAll("batch", new LinkedHashSet<>(keys));

        assertThat(PROXY.roundTrips() - before).isEqualTo(3);
        assertThat(found)
                .hasSize(250)
                .allSatisfy((key, record) -> assertThat(record.value()).isEqualTo(key.getBytes(UTF_8)));
    }

    @Test
    void aRecordThatIsToStayForEverHasNoTimeToLiveLeft() {
        RecordStore store = store();
        byte[] value = {1};
        for (RecordWrite before :
                List.of(write("a", 1, value, Duration.ofHours(1)), write("b", 1, null, Duration.ZERO))) {
            store.write(write(before.key(), 0, value, Duration.ofHours(1)));
            store.write(before);
            assertThat(keysWithoutTtl()).noneMatch(key -> key.contains("/" + before.key() + "}"));

            for (int id = 2; id < 4; id++) {
                store.write(write(before.key(), id, value, Duration.ZERO));
                assertThat(keysWithoutTtl()).anyMatch(key -> key.contains("/" + before.key() + "}"));
            }
        }
    }

    private static RecordWrite put(String key) {
        return write(key, key.hashCode(), key.getBytes(UTF_8), Duration.ofHours(1));
    }

    private static RecordWrite write(String key, long id, byte @Nullable [] value, Duration timeToLive) {
        return RecordWrite.of("batch", key, id, Condition.any(), value, timeToLive, Duration.ofHours(1));
    }
}
