package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.session.Session;
import dev.unpin.session.SessionConflictException;
import dev.unpin.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Answers are cut at random while many requests change one value: every update counts once or is reported as unknown.
 */
class LostAnswerTest {
    private static final int THREADS = 16;
    private static final int UPDATES = 40;
    private static final int ROUNDS = "faults".equals(System.getProperty("unpin.load")) ? 50 : 2;
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();

    private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyUpdateCountsOnceOrIsReportedAsUnknown() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            confirmed.clear();
            unknown.clear();
            try (FaultProxy proxy = FaultProxy.to(SERVER);
                    RedisBackend redis = RedisBackend.builder("lost-answers")
                            .single(proxy.uri().toString())
                            .deadline(Duration.ofSeconds(20))
                            .build()) {
                Sessions one = sessions(redis);
                Sessions other = sessions(redis);
                String cookie = newSession(one);

                proxy.randomly(round, Map.of(Fault.CUT_AFTER_SEND, 0.08, Fault.CUT_BEFORE_SEND, 0.04));
                updateInParallel(one, other, cookie);
                proxy.pass();

                List<String> stored = read(one, cookie);
                assertThat(proxy.count(Fault.CUT_AFTER_SEND)).isPositive();
                assertThat(stored).doesNotHaveDuplicates().containsAll(confirmed);
                Set<String> told = new HashSet<>(confirmed);
                told.addAll(unknown);
                assertThat(told).containsAll(stored).hasSize(THREADS * UPDATES);
            }
        }
    }

    private void updateInParallel(Sessions one, Sessions other, String cookie) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                Sessions mine = thread % 2 == 0 ? one : other;
                String name = Integer.toString(thread);
                running.add(threads.submit(() -> {
                    for (int update = 0; update < UPDATES; update++) {
                        updateOnce(mine, cookie, name + "-" + update);
                    }
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Repeats what is known not to have happened, and nothing else. */
    private void updateOnce(Sessions sessions, String cookie, String token) {
        while (true) {
            boolean committing = false;
            try (Session session = sessions.open(cookie)) {
                session.update(Tokens.KEY, tokens -> tokens.plus(token));
                committing = true;
                session.commit();
                confirmed.add(token);
                return;
            } catch (SessionConflictException e) {
                assertThat(e.effect()).isEqualTo(Effect.REFUSED);
            } catch (StoreException e) {
                if (committing && e.effect() == Effect.UNKNOWN) {
                    unknown.add(token);
                    return;
                }
            }
        }
    }

    private static Sessions sessions(RedisBackend redis) {
        return Sessions.builder(RedisSessionStore.create(redis)).build();
    }

    private static String newSession(Sessions sessions) {
        try (Session session = sessions.open(null)) {
            session.set(Tokens.KEY, new Tokens(List.of()));
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }

    private static List<String> read(Sessions sessions, String cookie) {
        try (Session session = sessions.open(cookie)) {
            return session.get(Tokens.KEY).all();
        }
    }
}
