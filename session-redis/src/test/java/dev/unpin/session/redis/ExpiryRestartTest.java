package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.session.ExpirySweeper;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import dev.unpin.session.SessionsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Expiries survive the end of whoever could tell them, and cost nothing where nobody asked for them. */
class ExpiryRestartTest {
    private final EmbeddedRedis server = EmbeddedRedis.builder().persistent().start();
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSessionIsToldThoughTheServerAndEveryInstanceWereRestarted() {
        String id;
        try (RedisBackend redis = backend()) {
            id = newSession(withExpiries(redis).build());
        }
        server.restart();
        offset.set(Duration.ofMinutes(30));

        try (RedisBackend redis = backend();
                ExpirySweeper one = sweeper(redis);
                ExpirySweeper other = sweeper(redis)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> told.contains(id));
            assertThat(one).isNotSameAs(other);
        }

        try (RedisBackend redis = backend()) {
            offset.set(Duration.ofDays(1));
            assertThat(withExpiries(redis).build().sweepExpired(told::add)).isZero();
        }
        assertThat(told).containsExactly(id);
    }

    @Test
    void aSweeperGoesOnWhenItsHandlerFailsAndEndsWhenItIsClosed() {
        try (RedisBackend redis = backend()) {
            Sessions sessions =
                    withExpiries(redis).expiryLease(Duration.ofSeconds(1)).build();
            String id = newSession(sessions);
            offset.set(Duration.ofMinutes(30));
            ExpirySweeper sweeper = ExpirySweeper.start(sessions, Duration.ofMillis(50), expired -> {
                told.add(expired);
                if (told.size() == 1) {
                    throw new IllegalStateException("the first attempt fails");
                }
            });
            await().atMost(Duration.ofSeconds(60)).until(() -> told.size() == 2);
            sweeper.close();
            sweeper.close();

            assertThat(told).containsExactly(id, id);
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("unpin-session-expiry") && thread.isAlive());
        }
    }

    @Test
    void withoutExpiriesThereIsNoKeyButTheSessions() {
        try (RedisBackend redis = backend()) {
            String id =
                    newSession(Sessions.builder(RedisSessionStore.create(redis)).build());
            assertThat(server.command("KEYS", "*")).isEqualTo(List.of("restart:{" + id + "}:session"));

            newSession(withExpiries(redis).build());
            assertThat(server.command("DBSIZE")).isEqualTo(3L);
        }
    }

    private RedisBackend backend() {
        return RedisBackend.builder("restart")
                .single(server.uri().toString())
                .deadline(Duration.ofSeconds(20))
                .unsafeClockOffset(offset::get)
                .build();
    }

    private static SessionsBuilder withExpiries(RedisBackend redis) {
        return Sessions.builder(RedisSessionStore.create(redis)).expiries(RedisExpiryStore.create(redis));
    }

    private ExpirySweeper sweeper(RedisBackend redis) {
        return ExpirySweeper.start(withExpiries(redis).build(), Duration.ofMillis(50), told::add);
    }

    private static String newSession(Sessions sessions) {
        try (Session session = sessions.open(null)) {
            session.set(Tokens.KEY, new Tokens(List.of("first")));
            session.commit();
            return session.id();
        }
    }
}
