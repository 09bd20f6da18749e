package dev.unpin.session.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.redis.embedded.EmbeddedRedis;

/** Waits until a replica has all that its primary has, so that a failover cannot lose what a test builds on. */
final class Copies {
    private static final String LIMIT_MILLIS = "9000";

    private Copies() {}

    static void await(EmbeddedRedis primary) {
        // WAIT waits for what its own connection has written, which comes after everything before
        primary.command("EVAL", "redis.call('PUBLISH', 'copied', '1')", "0");
        assertThat(primary.command("WAIT", "1", LIMIT_MILLIS)).isNotEqualTo(0L);
    }
}
