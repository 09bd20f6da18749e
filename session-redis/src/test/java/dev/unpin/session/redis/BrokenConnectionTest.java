package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Connections are cut, held open without a word, and scripts forgotten, under load: nothing at all is lost. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class BrokenConnectionTest {
    private static final int TIMES = 3;

    private final EmbeddedRedis server = EmbeddedRedis.startOwn();
    private final FaultProxy proxy = FaultProxy.to(server);
    private final SessionLoad load = new SessionLoad(RedisBackend.builder("broken")
            .single(proxy.uri().toString())
            .deadline(SessionLoad.deadline())
            .attemptTimeout(Duration.ofMillis(300))
            .build());

    @AfterEach
    void close() {
        load.close();
        proxy.close();
        server.close();
    }

    @Test
    void cutAndHalfOpenConnectionsLoseNothing(TestReporter report) throws Exception {
        load.start();
        proxy.randomly(
                1,
                Map.of(
                        Fault.CUT_AFTER_SEND, 0.05,
                        Fault.CUT_BEFORE_SEND, 0.05,
                        Fault.HALF_ANSWER_THEN_CUT, 0.03,
                        Fault.HALF_ANSWER_THEN_SILENCE, 0.03));
        for (int i = 0; i < TIMES; i++) {
            load.awaitSome();
            proxy.cutConnections();
        }
        load.awaitSome();
        assertThat(proxy.count(Fault.HALF_ANSWER_THEN_SILENCE)).isPositive();
        proxy.pass();
        load.awaitSome();
        report.publishEntry("broken connections", load.judge());
    }

    @Test
    void aSilentNetworkLosesNothing(TestReporter report) throws Exception {
        load.start();
        for (int i = 0; i < TIMES; i++) {
            proxy.next(4, Fault.BLACK_HOLE);
            load.awaitSome();
        }
        assertThat(proxy.count(Fault.BLACK_HOLE)).isPositive();
        report.publishEntry("silent network", load.judge());
    }

    @Test
    void aPausedServerLosesNothing(TestReporter report) throws Exception {
        load.start();
        for (int i = 0; i < TIMES; i++) {
            server.pause();
            try {
                load.awaitFailures();
            } finally {
                server.resume();
            }
            load.awaitSome();
        }
        report.publishEntry("paused server", load.judge());
    }

    @Test
    void forgottenScriptsLoseNothing(TestReporter report) throws Exception {
        load.start();
        for (int i = 0; i < TIMES * TIMES; i++) {
            server.flushScripts();
            load.awaitSome();
        }
        report.publishEntry("forgotten scripts", load.judge());
    }
}
