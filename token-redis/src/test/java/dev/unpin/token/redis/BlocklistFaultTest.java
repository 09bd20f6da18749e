package dev.unpin.token.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.WhenStale;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to the store and the network: no revoked token is accepted past the bound, and service returns. */
class BlocklistFaultTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final EmbeddedRedis server = EmbeddedRedis.startOwn();
    private final FaultProxy proxy = FaultProxy.to(server);
    private final RevocationLoad load = new RevocationLoad();
    private final TokenBlocklist direct = instance(server.uri());
    private final TokenBlocklist behind = instance(proxy.uri());

    @AfterEach
    void close() throws Exception {
        load.close();
        proxy.close();
        server.close();
    }

    @Test
    void underRefuseNoRevokedTokenIsAcceptedPastTheBound() {
        load.start(direct, behind);

        playFaults();

        load.judge();
    }

    private void playFaults() {
        proxy.randomly(
                1,
                Map.of(
                        Fault.CUT_BEFORE_SEND, 0.1,
                        Fault.CUT_AFTER_SEND, 0.1,
                        Fault.HALF_ANSWER_THEN_CUT, 0.1,
                        Fault.HALF_ANSWER_THEN_SILENCE, 0.1));
        load.awaitRevocations(30);
        // Half-open: nobody hears anything, and no connection breaks.
        proxy.always(Fault.BLACK_HOLE);
        load.awaitUndecidable(behind);
        load.awaitRevocations(10);
        proxy.pass();
        load.awaitAccepted(behind);
        proxy.refuse();
        load.awaitUndecidable(behind);
        load.awaitRevocations(10);
        proxy.pass();
        load.awaitAccepted(behind);
        proxy.always(Fault.delayAnswer(Duration.ofMillis(150)));
        load.awaitRevocations(10);
        proxy.pass();
        server.command("FLUSHALL");
        load.awaitRevocations(10);
        load.awaitAccepted(behind);
        server.pause();
        try {
            load.awaitUndecidable(direct);
        } finally {
            server.resume();
        }
        load.awaitAccepted(direct);
        server.kill();
        load.awaitUndecidable(direct);
        server.restart();
        load.awaitAccepted(direct);
        load.awaitRevocations(10);
    }

    @Test
    void aRestartedStoreGetsBackWhatTheInstancesKnow() {
        load.awaitAccepted(direct);
        AccessToken one = load.token(direct);
        direct.revoke(one);
        direct.revokeSubject(RevocationLoad.ISSUER, "user-7");
        AccessToken old = load.token("user-7", one.issuedAt());

        server.kill();
        server.restart();

        await().atMost(LIMIT).untilAsserted(() -> {
            try (RedisBackend redis = RedisBackend.connect(server.uri().toString(), "shop");
                    TokenBlocklist fresh = TokenBlocklist.builder(RedisBlocklistStore.create(redis), WhenStale.ACCEPT)
                            .build()) {
                fresh.ping();
                assertThat(fresh.check(one)).isEqualTo(RevocationStatus.REVOKED);
                assertThat(fresh.check(old)).isEqualTo(RevocationStatus.REVOKED);
                assertThat(fresh.size()).isEqualTo(2);
            }
        });
    }

    @Test
    void anEvictionOfAnyPartIsNoticedAndRepaired() {
        load.awaitAccepted(direct);
        AccessToken one = load.token(direct);
        direct.revoke(one);
        direct.revokeSubject(RevocationLoad.ISSUER, "user-7");
        for (String part : List.of("feed", "ends", "cutoffs", "summary")) {
            behind.ping();
            AccessToken good = load.token(behind);
            assertThat(behind.check(good)).as(part).isEqualTo(RevocationStatus.NOT_REVOKED);

            assertThat(server.command("DEL", "shop:{blocklist}:" + part)).isEqualTo(1L);
            behind.ping();

            assertThat(behind.check(good))
                    .as("older than the new epoch: " + part)
                    .isEqualTo(RevocationStatus.REVOKED);
            assertThat(server.command("ZCARD", "shop:{blocklist}:feed"))
                    .as(part)
                    .isEqualTo(2L);
            assertThat(server.command("ZCARD", "shop:{blocklist}:ends"))
                    .as(part)
                    .isEqualTo(2L);
            assertThat(server.command("HLEN", "shop:{blocklist}:cutoffs"))
                    .as(part)
                    .isEqualTo(1L);
        }
    }

    @Test
    void aReplicaThatHearsNothingDoesNotPassForTheStore() {
        load.awaitAccepted(direct);
        EmbeddedRedis replica = EmbeddedRedis.builder().replicaOf(server).start();
        try (replica) {
            TokenBlocklist lagging = instance(replica.uri());
            server.pause();
            try {
                load.awaitUndecidable(lagging);
            } finally {
                server.resume();
            }
        }
    }

    private TokenBlocklist instance(URI uri) {
        return load.instance(redis -> redis.single(uri.toString()));
    }
}
