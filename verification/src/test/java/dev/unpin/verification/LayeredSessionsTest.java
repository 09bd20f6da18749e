package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.seal.SealKeys;
import dev.unpin.session.Session;
import dev.unpin.session.SessionDecryptionException;
import dev.unpin.session.SessionEncryption;
import dev.unpin.session.SessionKey;
import dev.unpin.session.Sessions;
import dev.unpin.session.caffeine.CaffeineSessionStore;
import dev.unpin.session.redis.RedisSessionStore;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Encrypted values, near copies and a real Redis, one above the other, as a service has them. */
class LayeredSessionsTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final RedisClient CLIENT = RedisClient.create(SERVER.host(), SERVER.port());
    private static final Duration STALENESS = Duration.ofSeconds(10);
    private static final byte[] OLD = new byte[32];
    private static final byte[] NEW = filled((byte) 1);

    private static final SessionKey<String> NOTE = SessionKey.of("note", new Text());

    private final AtomicLong trips = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final RedisBackend redis = RedisBackend.builder("layers")
            .single(SERVER.uri().toString())
            .observer(call -> trips.addAndGet(call.roundTrips()))
            .build();

    @AfterEach
    void close() {
        redis.close();
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        SERVER.close();
    }

    private static byte[] filled(byte with) {
        byte[] key = new byte[32];
        Arrays.fill(key, with);
        return key;
    }

    /** One service instance, with copies of its own. */
    private Sessions instance(SealKeys keys) {
        return Sessions.builder(CaffeineSessionStore.builder(RedisSessionStore.create(redis), STALENESS)
                        .nanoTime(nanos::get)
                        .build())
                .encryption(SessionEncryption.create("layers", keys))
                .build();
    }

    private Sessions instance() {
        return instance(SealKeys.of("new", NEW));
    }

    private static String create(Sessions sessions, String note) {
        try (Session session = sessions.open(null)) {
            session.set(NOTE, note);
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }

    private static String read(Sessions sessions, String cookie) {
        try (Session session = sessions.open(cookie)) {
            return session.find(NOTE).orElse("");
        }
    }

    private static void append(Sessions sessions, String cookie, String word) {
        try (Session session = sessions.open(cookie)) {
            session.update(NOTE, note -> note + word);
            session.commit();
        }
    }

    /** The only session's hash, as it lies in Redis. */
    private static Map<byte[], byte[]> stored() {
        List<String> keys = new ArrayList<>(CLIENT.keys("layers:*"));
        assertThat(keys).hasSize(1);
        return CLIENT.hgetAll(keys.get(0).getBytes(UTF_8));
    }

    @Test
    void redisSeesNoValueAndKeysAreReplacedWhileSessionsLive() {
        CLIENT.flushAll();
        String cookie = create(instance(SealKeys.of("old", OLD)), "an apple");
        stored().values()
                .forEach(bytes -> assertThat(new String(bytes, ISO_8859_1)).doesNotContain("apple"));

        Sessions both = instance(SealKeys.of("new", NEW).alsoOpening("old", OLD));
        assertThat(read(both, cookie)).isEqualTo("an apple");
        append(both, cookie, " a day");

        assertThat(read(instance(), cookie)).isEqualTo("an apple a day");
        assertThatThrownBy(() -> read(instance(SealKeys.of("old", OLD)), cookie))
                .isInstanceOf(SessionDecryptionException.class);
    }

    @Test
    void updatesOfManyInstancesAllCountThroughCopiesAndEncryption() {
        String cookie = create(instance(), "");
        List<Callable<Integer>> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Sessions own = instance();
            users.add(() -> {
                for (int done = 0; done < 25; ) {
                    try (Session session = own.open(cookie)) {
                        session.update(NOTE, note -> note + "x");
                        done += session.tryCommit().conflicts().isEmpty() ? 1 : 0;
                    }
                }
                return 0;
            });
        }

        Parallel.run(users);

        assertThat(read(instance(), cookie)).isEqualTo("x".repeat(100));
    }

    @Test
    void readsFromACopyCostNothingAndASignOutElsewhereIsSeenWithinTheBound() {
        Sessions here = instance();
        Sessions there = instance();
        String cookie = create(here, "apple");
        assertThat(read(here, cookie)).isEqualTo("apple");
        long before = trips.get();
        for (int i = 0; i < 100; i++) {
            assertThat(read(here, cookie)).isEqualTo("apple");
        }
        assertThat(trips.get() - before).as("round trips of 100 reads").isZero();

        append(here, cookie, " pie");
        assertThat(read(here, cookie)).as("its own write, at once").isEqualTo("apple pie");

        assertThat(read(there, cookie)).isEqualTo("apple pie");
        try (Session session = there.open(cookie)) {
            session.signOut();
            session.commit();
        }
        assertThat(read(there, cookie)).as("signed out there, at once").isEmpty();
        nanos.addAndGet(STALENESS.toNanos());
        assertThat(read(here, cookie)).as("signed out here, after the bound").isEmpty();
    }
}
