package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.session.Session;
import dev.unpin.session.Sessions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The store is down or silent: an error that says what happened, by the deadline, and nobody becomes anonymous. */
class OutageTest {
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private final EmbeddedRedis server = EmbeddedRedis.startOwn();
    private final FaultProxy proxy = FaultProxy.to(server);
    private final RedisBackend redis = RedisBackend.builder("outage")
            .single(proxy.uri().toString())
            .deadline(DEADLINE)
            .build();
    private final Sessions sessions =
            Sessions.builder(RedisSessionStore.create(redis)).build();

    @AfterEach
    void close() {
        redis.close();
        proxy.close();
        server.close();
    }

    @Test
    void aServiceStartsAndServesWhatNeedsNoSessionWithoutTheStore() {
        proxy.refuse();
        try (Session untouched = sessions.open("__Host-session=" + unknownCookie());
                Session anonymous = sessions.open(null)) {
            assertThat(untouched.commit()).isEmpty();
            assertThat(anonymous.find(Tokens.KEY)).isEmpty();
        }
    }

    @Test
    void aCookieDoesNotBecomeAnonymousWhileTheStoreIsDown() {
        String cookie = newSession();
        proxy.refuse();
        proxy.cutConnections();
        try (Session session = sessions.open(cookie)) {
            StoreException refused = caught(() -> session.find(Tokens.KEY));
            assertThat(refused.httpStatus()).isEqualTo(503);
            assertThat(refused.retryAfter()).isPresent();
            assertThat(caught(session::isNew)).isNotNull();
        }
        proxy.pass();
        assertThat(read(cookie)).containsExactly("first");
    }

    @Test
    void aSilentStoreEndsTheCommitAsUnknownAndNothingIsHalfWritten() {
        String cookie = newSession();
        try (Session session = sessions.open(cookie)) {
            session.update(Tokens.KEY, tokens -> tokens.plus("second"));
            server.pause();
            StoreException silent = caught(session::commit);
            assertThat(silent.effect()).isEqualTo(Effect.UNKNOWN);
        } finally {
            server.resume();
        }
        assertThat(read(cookie)).isIn(List.of("first"), List.of("first", "second"));
    }

    @Test
    void aNetworkThatSwallowsEverythingEndsReadingByTheDeadline() {
        String cookie = newSession();
        proxy.always(Fault.BLACK_HOLE);
        long start = System.nanoTime();
        try (Session session = sessions.open(cookie)) {
            assertThat(caught(() -> session.find(Tokens.KEY))).isNotNull();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GENEROUS);
        proxy.pass();
        assertThat(read(cookie)).containsExactly("first");
    }

    @Test
    void aCommitThatFailedCanBeCommittedAgainAndCountsOnce() {
        String cookie = newSession();
        try (Session session = sessions.open(cookie)) {
            session.update(Tokens.KEY, tokens -> tokens.plus("second"));
            proxy.always(Fault.CUT_AFTER_SEND);
            StoreException lost = caught(session::commit);
            assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
            proxy.pass();
            session.commit();
        }
        assertThat(read(cookie)).containsExactly("first", "second");
    }

    private String newSession() {
        try (Session session = sessions.open(null)) {
            session.set(Tokens.KEY, new Tokens(List.of("first")));
            String setCookie = session.commit().orElseThrow();
            return setCookie.substring(0, setCookie.indexOf(';'));
        }
    }

    private List<String> read(String cookie) {
        try (Session session = sessions.open(cookie)) {
            return session.get(Tokens.KEY).all();
        }
    }

    private static String unknownCookie() {
        return "v1." + "A".repeat(22) + "." + "A".repeat(43);
    }

    private static StoreException caught(Runnable call) {
        return catchThrowableOfType(StoreException.class, call::run);
    }
}
