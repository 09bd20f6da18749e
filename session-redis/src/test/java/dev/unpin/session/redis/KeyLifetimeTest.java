package dev.unpin.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The key of a session that is used moves along with its idle deadline, which it outlasts by one to two minutes. */
class KeyLifetimeTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final SecretHash SECRET = SecretHash.ofSecret(new byte[] {1});
    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(Duration.ofMinutes(5), Duration.ofHours(12));
    private static final SessionLimits LIMITS = new SessionLimits(8, 1000);

    /** Time and what is left of the key, at one moment. */
    private static final String KEY_ENDS = "local time = redis.call('TIME') "
            + "return time[1] * 1000 + math.floor(time[2] / 1000) + redis.call('PTTL', KEYS[1])";

    private final String namespace = "lifetime-" + System.nanoTime();
    private volatile Duration elapsed = Duration.ZERO;
    private final RedisBackend redis = RedisBackend.builder(namespace)
            .single(SERVER.uri().toString())
            .deadline(Duration.ofSeconds(10))
            .unsafeClockOffset(() -> elapsed)
            .build();
    private final RedisSessionStore store = RedisSessionStore.create(redis);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void theKeyMovesWithEveryUse() {
        long writeId = 1;
        CommitReply reply = store.commit(change(CommitRequest.create("s", SECRET, writeId, TIMEOUTS, LIMITS)));
        Instant idleDeadline = assertOutlasted();
        for (int turn = 0; turn < 20; turn++) {
            // Steps of less and of more than a minute, so that some writes have to move the key and some have not.
            Duration step = Duration.ofSeconds(turn % 2 == 0 ? 25 : 130);
            elapsed = elapsed.plus(step);
            if (turn % 3 == 2) {
                store.load(new LoadRequest("s", SECRET, TIMEOUTS.idle(), Duration.ofSeconds(1)));
            } else {
                reply = store.commit(
                        change(CommitRequest.update("s", SECRET, ++writeId, reply.version(), TIMEOUTS, LIMITS)));
                assertThat(reply.status()).isEqualTo(CommitReply.Status.SAVED);
            }
            Instant later = assertOutlasted();
            assertThat(later).isAfterOrEqualTo(idleDeadline.plus(step));
            idleDeadline = later;
        }
    }

    private static CommitRequest change(CommitRequest request) {
        return request.withChanges(List.of(FieldChange.set("a", "1".getBytes(UTF_8))));
    }

    private Instant assertOutlasted() {
        Instant idleDeadline = store.describe("s").orElseThrow().idleDeadline();
        Instant keyEnds =
                Instant.ofEpochMilli(Long.parseLong(SERVER.text("EVAL", KEY_ENDS, "1", namespace + ":{s}:session")));
        assertThat(Duration.between(idleDeadline, keyEnds)).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
        return idleDeadline;
    }
}
