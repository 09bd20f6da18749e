package dev.unpin.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What a stranger in the database has damaged is refused as such, and left as it is for people to look at. */
class DamagedSessionTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final Jedis STRANGER = new Jedis(SERVER.uri());
    private static final String NAMESPACE = "damaged-" + UUID.randomUUID();
    private static final RedisBackend REDIS = RedisBackend.builder(NAMESPACE)
            .single(SERVER.uri().toString())
            .deadline(Duration.ofSeconds(10))
            .build();

    private static final String ID = "s1";
    private static final byte[] KEY = (NAMESPACE + ":{" + ID + "}:session").getBytes(UTF_8);
    private static final SecretHash SECRET = SecretHash.ofSecret(new byte[32]);
    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(Duration.ofMinutes(30), Duration.ofHours(12));
    private static final SessionLimits LIMITS = new SessionLimits(64, 10_000);
    private static final byte[] VALUE = {1, 2, 3};

    private final RedisSessionStore store = RedisSessionStore.create(REDIS);
    private long version;

    @AfterAll
    static void stop() {
        REDIS.close();
        STRANGER.close();
        SERVER.close();
    }

    @BeforeEach
    void storeASoundSession() {
        STRANGER.del(KEY);
        version = store.commit(CommitRequest.create(ID, SECRET, 1, TIMEOUTS, LIMITS)
                        .withOwner("Ada")
                        .withChanges(List.of(FieldChange.set("a", VALUE), FieldChange.set("b", VALUE))))
                .version();
    }

    static IntStream aSessionWithoutSoundNumbersIsRefusedByEveryCall() {
        return IntStream.of(0, 1, 2, 33, 65, 112, 114, 200);
    }

    @ParameterizedTest
    @MethodSource
    void aSessionWithoutSoundNumbersIsRefusedByEveryCall(int length) {
        put("~", Arrays.copyOf(get("~"), length));

        assertEveryCallRefuses("damaged");
    }

    /** Idle deadline, absolute deadline and version, each as it is no number of ours. */
    @ParameterizedTest
    @CsvSource({"81, 127", "81, -1", "89, 127", "89, -1", "89, 0", "97, 127", "97, -1"})
    void aSessionWhoseNumbersNobodyHoldsExactlyIsRefusedByEveryCall(int at, byte first) {
        byte[] meta = get("~");
        meta[at] = first;
        meta[at + 1] = 0;
        meta[at + 2] = 0;
        put("~", meta);

        assertEveryCallRefuses("damaged");
    }

    @ParameterizedTest
    @ValueSource(bytes = {2, 3, 127, -1})
    void aSessionOfALaterFormatIsRefusedByEveryCall(byte format) {
        byte[] meta = get("~");
        meta[0] = format;
        put("~", meta);

        assertEveryCallRefuses("later release");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET", "RPUSH", "SADD", "ZADD", "PFADD"})
    void aKeyOfAnotherTypeIsRefusedByEveryCall(String command) {
        STRANGER.del(KEY);
        switch (command) {
            case "SET" -> STRANGER.set(KEY, VALUE);
            case "RPUSH" -> STRANGER.rpush(KEY, VALUE);
            case "SADD" -> STRANGER.sadd(KEY, VALUE);
            case "ZADD" -> STRANGER.zadd(KEY, 1, VALUE);
            default -> STRANGER.pfadd(KEY, VALUE);
        }
        STRANGER.pexpire(KEY, 60_000);

        assertEveryCallRefuses("damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 23, 25, 8 + 33 * 16, 8 + 1000 * 16})
    void withoutASoundRingNothingIsCommitted(int length) {
        put("~w", Arrays.copyOf(get("~w"), length));

        assertEveryCommitRefuses();
        assertThat(load().status()).isEqualTo(LoadReply.Status.FOUND);
        assertThat(store.end(ID, SECRET)).isEqualTo(EndReply.ENDED);
    }

    @Test
    void withoutARingNothingIsCommitted() {
        STRANGER.hdel(KEY, "~w".getBytes(UTF_8));

        assertEveryCommitRefuses();
        assertThat(load().status()).isEqualTo(LoadReply.Status.FOUND);
        assertThat(store.end(ID, SECRET)).isEqualTo(EndReply.ENDED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void aValueTooShortForItsVersionIsRefusedByWhoeverMeetsIt(int length) {
        put("a", Arrays.copyOf(get("a"), length));

        assertRefused("damaged", this::load);
        assertRefused("damaged", () -> commit(FieldChange.set("a", VALUE)));
        assertRefused("damaged", () -> commit(FieldChange.set("a", VALUE).ifVersion(version)));
        assertRefused("damaged", () -> commit(FieldChange.set("b", VALUE).ifVersion(7), FieldChange.remove("a")));
        assertRefused("damaged", () -> commit(FieldChange.remove("a").ifVersion(FieldChange.ABSENT)));
        assertThat(commit(FieldChange.set("b", VALUE)).status()).isEqualTo(CommitReply.Status.SAVED);
        assertThat(store.end(ID, SECRET)).isEqualTo(EndReply.ENDED);
        assertThat(store.end(ID, SECRET)).isEqualTo(EndReply.ENDED);
    }

    private void assertEveryCallRefuses(String word) {
        assertRefused(word, this::load);
        assertEveryCommitRefuses(word);
        assertRefused(word, () -> store.end(ID, SECRET));
        assertRefused(word, () -> store.endOwned(ID, "Ada"));
        assertRefused(word, () -> store.describe(ID));
    }

    private void assertEveryCommitRefuses() {
        assertEveryCommitRefuses("damaged");
    }

    private void assertEveryCommitRefuses(String word) {
        assertRefused(word, this::commit);
        assertRefused(word, () -> commit(FieldChange.set("b", VALUE)));
        assertRefused(word, () -> commit(FieldChange.set("b", VALUE).ifVersion(version)));
        assertRefused(word, () -> commit(FieldChange.set("c", VALUE).ifVersion(FieldChange.ABSENT)));
        assertRefused(word, () -> commit(FieldChange.remove("b")));
        assertRefused(word, () -> store.commit(CommitRequest.create(ID, SECRET, 99, TIMEOUTS, LIMITS)));
    }

    private static void assertRefused(String word, Runnable call) {
        String before = everythingStored();

        assertThatThrownBy(call::run).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            assertThat(e).hasMessageContaining(word);
        });

        assertThat(everythingStored()).isEqualTo(before);
    }

    private static String everythingStored() {
        if (!STRANGER.type(KEY).equals("hash")) {
            return HexFormat.of().formatHex(STRANGER.dump(KEY));
        }
        Map<String, String> fields = new TreeMap<>();
        STRANGER.hgetAll(KEY)
                .forEach((name, value) ->
                        fields.put(new String(name, UTF_8), HexFormat.of().formatHex(value)));
        return fields.toString();
    }

    private LoadReply load() {
        return store.load(new LoadRequest(ID, SECRET, TIMEOUTS.idle(), TIMEOUTS.idle()));
    }

    private CommitReply commit(FieldChange... changes) {
        return store.commit(
                CommitRequest.update(ID, SECRET, 2, version, TIMEOUTS, LIMITS).withChanges(List.of(changes)));
    }

    private static byte[] get(String field) {
        return STRANGER.hget(KEY, field.getBytes(UTF_8));
    }

    private static void put(String field, byte[] bytes) {
        STRANGER.hset(KEY, field.getBytes(UTF_8), bytes);
    }
}
