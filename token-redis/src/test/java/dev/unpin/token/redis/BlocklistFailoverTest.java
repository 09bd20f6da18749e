package dev.unpin.token.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.redis.RedisBackendBuilder;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.EmbeddedRedisSentinel;
import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.WhenStale;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The primary is killed: what it had passed on stays refused all the time, what it had not is put back. */
class BlocklistFailoverTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final EmbeddedRedisSentinel GROUP = EmbeddedRedisSentinel.start();

    private final RevocationLoad load = new RevocationLoad();
    private final TokenBlocklist one = load.instance(BlocklistFailoverTest::group);
    private final TokenBlocklist other = load.instance(BlocklistFailoverTest::group);

    @AfterAll
    static void stop() {
        GROUP.close();
    }

    @BeforeEach
    void awaitHealthy() {
        GROUP.awaitHealthy(LIMIT);
    }

    @AfterEach
    void close() throws Exception {
        load.close();
    }

    @Test
    void underRefuseNoRevokedTokenIsAcceptedPastTheBoundOverAFailover() {
        EmbeddedRedis primary = GROUP.master();
        load.start(one, other);
        load.awaitRevocations(30);
        load.mayLose();
        awaitCopied(primary);

        primary.kill();

        load.awaitUndecidable(one);
        load.awaitUndecidable(other);
        load.awaitAccepted(one);
        load.awaitAccepted(other);
        load.mayNotLose();
        load.awaitRevocations(30);
        primary.restart();
        GROUP.awaitHealthy(LIMIT);
        load.awaitRevocations(10);
        load.judge();
        TokenBlocklist fresh = load.instance(BlocklistFailoverTest::group, WhenStale.ACCEPT);
        ping(fresh);
        load.assertAllRevoked(fresh);
    }

    @Test
    void whatAFailoverHasLostIsPutBackByWhoeverKnowsIt() {
        TokenBlocklist doomed = load.instance(BlocklistFailoverTest::group);
        List.of(one, other, doomed).forEach(load::awaitAccepted);
        EmbeddedRedis primary = GROUP.master();
        List<EmbeddedRedis> replicas = GROUP.replicas();
        AccessToken lostForGood = load.token(doomed);
        AccessToken lost = load.token(one);
        AccessToken bySubject = load.token("user-7", lost.issuedAt());
        awaitCopied(primary);

        // The replicas neither hear of what is revoked now nor find it in their sockets later. Nobody looks until asked
        // to.
        List.of(one, other, doomed).forEach(TokenBlocklist::close);
        replicas.forEach(EmbeddedRedis::pause);
        primary.command("CLIENT", "KILL", "TYPE", "replica");
        doomed.revoke(lostForGood);
        one.revoke(lost);
        one.revokeSubject(RevocationLoad.ISSUER, "user-7");
        primary.kill();
        replicas.forEach(EmbeddedRedis::resume);

        TokenBlocklist newcomer = load.instance(BlocklistFailoverTest::group, WhenStale.ACCEPT);
        ping(newcomer);
        for (AccessToken token : List.of(lostForGood, lost, bySubject)) {
            assertThat(newcomer.check(token)).as("lost").isNotEqualTo(RevocationStatus.REVOKED);
        }
        ping(one);
        ping(newcomer);
        for (AccessToken token : List.of(lost, bySubject)) {
            assertThat(newcomer.check(token)).as("put back").isEqualTo(RevocationStatus.REVOKED);
        }
        assertThat(newcomer.check(lostForGood)).as("known to nobody who lives").isNotEqualTo(RevocationStatus.REVOKED);
        primary.restart();
    }

    /** As soon as the new primary is found. */
    private static void ping(TokenBlocklist blocklist) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(blocklist::ping);
    }

    private static RedisBackendBuilder group(RedisBackendBuilder redis) {
        return redis.sentinel(
                GROUP.masterName(),
                GROUP.sentinelUris().stream().map(URI::toString).toArray(String[]::new));
    }

    /** Waits until both replicas have what the primary has by now. */
    private static void awaitCopied(EmbeddedRedis primary) {
        // WAIT waits for what its own connection has written, which comes after everything before
        primary.command("EVAL", "redis.call('PUBLISH', 'copied', '1')", "0");
        assertThat(primary.command("WAIT", "2", "9000")).isEqualTo(2L);
    }
}
