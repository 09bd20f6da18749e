package dev.unpin.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionLimits;
import dev.unpin.session.spi.SessionTimeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that needs no touch yet is read without a script, and judged as ever. */
class ReadWithoutScriptTest {
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
    private static final SecretHash SECRET = SecretHash.ofSecret(new byte[] {1});
    private static final SessionTimeouts TIMEOUTS = new SessionTimeouts(Duration.ofMinutes(30), Duration.ofHours(12));
    private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);

    private final EmbeddedRedis server = EmbeddedRedis.startOwn();
    private volatile Duration elapsed = Duration.ZERO;
    private final RedisBackend redis = RedisBackend.builder("read")
            .single(server.uri().toString())
            .deadline(Duration.ofSeconds(10))
            .unsafeClockOffset(() -> elapsed)
            .build();
    private final RedisSessionStore store = RedisSessionStore.create(redis);
    private final RedisSessionStore otherInstance = RedisSessionStore.create(redis);

    @BeforeEach
    void create() {
        store.commit(CommitRequest.create("s", SECRET, 1, TIMEOUTS, new SessionLimits(8, 1000))
                .withChanges(List.of(FieldChange.set("a", "1".getBytes(UTF_8)))));
        load(store, TOUCH_INTERVAL);
        load(otherInstance, TOUCH_INTERVAL);
    }

    @AfterEach
    void close() {
        redis.close();
        server.close();
    }

    @Test
    void noScriptRunsUntilATouchIsDue() {
        long before = scripts();
        for (int i = 0; i < 10; i++) {
            assertThat(load(store, TOUCH_INTERVAL).session().fields()).containsOnlyKeys("a");
        }
        assertThat(scripts()).isEqualTo(before);

        Instant idleDeadline = load(store, TOUCH_INTERVAL).session().idleDeadline();
        elapsed = elapsed.plus(TOUCH_INTERVAL);
        assertThat(load(store, TOUCH_INTERVAL).session().idleDeadline())
                .isAfterOrEqualTo(idleDeadline.plus(TOUCH_INTERVAL));
        assertThat(scripts()).isEqualTo(before + 1);
    }

    @Test
    void aTouchThatIsDueAgainstTheForecastIsMade() {
        RedisSessionStore patient = RedisSessionStore.create(redis);
        Instant idleDeadline = load(patient, Duration.ofMinutes(20)).session().idleDeadline();
        elapsed = elapsed.plus(Duration.ofMinutes(10));

        load(patient, TOUCH_INTERVAL);

        assertThat(load(otherInstance, Duration.ofDays(1)).session().idleDeadline())
                .isAfterOrEqualTo(idleDeadline.plusSeconds(600));
    }

    @Test
    void whatAnotherInstanceDidIsSeenAtOnce() {
        otherInstance.end("s", SECRET);
        assertThat(load(store, TOUCH_INTERVAL).status()).isEqualTo(LoadReply.Status.UNKNOWN);
    }

    @Test
    void anotherSecretIsForgedAndTouchesNothing() {
        SecretHash forged = SecretHash.ofSecret(new byte[] {2});
        assertThat(store.load(request(forged, TOUCH_INTERVAL)).status()).isEqualTo(LoadReply.Status.FORGED);

        elapsed = elapsed.plus(Duration.ofMinutes(29));
        assertThat(store.load(request(forged, TOUCH_INTERVAL)).status()).isEqualTo(LoadReply.Status.FORGED);
        elapsed = elapsed.plus(Duration.ofMinutes(1));
        assertThat(load(otherInstance, TOUCH_INTERVAL).status()).isEqualTo(LoadReply.Status.EXPIRED);
    }

    private static LoadReply load(RedisSessionStore store, Duration touchInterval) {
        return store.load(request(SECRET, touchInterval));
    }

    private static LoadRequest request(SecretHash secret, Duration touchInterval) {
        return new LoadRequest("s", secret, TIMEOUTS.idle(), touchInterval);
    }

    private long scripts() {
        Matcher calls = SCRIPTS.matcher(server.text("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
}
