package dev.unpin.session.redis;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisSentinel;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The primary behind Sentinels dies or falls silent under load. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class SentinelFailoverTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final EmbeddedRedisSentinel GROUP = EmbeddedRedisSentinel.start();

    @AfterAll
    static void stop() {
        GROUP.close();
    }

    @BeforeEach
    void awaitHealthy() {
        GROUP.awaitHealthy(LIMIT);
    }

    @Test
    void aKilledPrimaryLosesOnlyWhatItHadNotCopied(TestReporter report) throws Exception {
        try (SessionLoad load = load()) {
            EmbeddedRedis old = GROUP.master();
            load.mayLose();
            load.start();
            old.kill();
            load.mayNotLose();
            load.awaitSome();
            old.restart();
            GROUP.awaitHealthy(LIMIT);
            load.awaitSome();
            report.publishEntry("killed primary", load.judge());
        }
    }

    @Test
    void aPausedPrimaryThatComesBackLosesOnlyWhatItTookAlone(TestReporter report) throws Exception {
        try (SessionLoad load = load()) {
            EmbeddedRedis old = GROUP.master();
            load.mayLose();
            load.start();
            old.pause();
            try {
                load.awaitSome();
            } finally {
                old.resume();
            }
            GROUP.awaitHealthy(LIMIT);
            load.mayNotLose();
            load.awaitSome();
            report.publishEntry("paused primary", load.judge());
        }
    }

    private static SessionLoad load() {
        SessionLoad load = new SessionLoad(RedisBackend.builder("failover-" + System.nanoTime())
                .sentinel(
                        GROUP.masterName(),
                        GROUP.sentinelUris().stream().map(URI::toString).toArray(String[]::new))
                .deadline(SessionLoad.deadline())
                .build());
        EmbeddedRedis master = GROUP.master();
        Copies.await(master);
        return load;
    }
}
