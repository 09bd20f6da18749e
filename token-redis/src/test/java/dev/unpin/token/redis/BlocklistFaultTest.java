package dev.unpin.token.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.WhenStale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever happens to the store and the network: no revoked token is accepted past the bound, and service returns. */
class BlocklistFaultTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ISSUER = "https://id.example";

    private final EmbeddedRedis server = EmbeddedRedis.startOwn();
    private final FaultProxy proxy = FaultProxy.to(server);
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final TokenBlocklist direct = instance(server.uri().toString(), WhenStale.REFUSE);
    private final TokenBlocklist behind = instance(proxy.uri().toString(), WhenStale.REFUSE);
    private final List<Revoked> revoked = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger ids = new AtomicInteger();

    /** A token, and when the call that revoked it had returned. */
    private record Revoked(AccessToken token, long at) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
        proxy.close();
        server.close();
    }

    @Test
    void underRefuseNoRevokedTokenIsAcceptedPastTheBound() {
        awaitAccepted(direct);
        awaitAccepted(behind);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CompletableFuture<Void> revoking = CompletableFuture.runAsync(() -> revokeUntil(done), threads);
            List<CompletableFuture<String>> checking = List.of(
                    CompletableFuture.supplyAsync(() -> violation(behind, done, refused), threads),
                    CompletableFuture.supplyAsync(() -> violation(direct, done, refused), threads));

            playFaults();

            done.set(true);
            revoking.join();
            for (CompletableFuture<String> checker : checking) {
                assertThat(checker.join()).isEmpty();
            }
            assertThat(refused).hasPositiveValue();
            assertThat(revoked).hasSizeGreaterThan(20);
            awaitAccepted(behind);
            awaitAccepted(direct);
            behind.ping();
            direct.ping();
            for (Revoked each : revoked) {
                assertThat(behind.check(each.token())).isEqualTo(RevocationStatus.REVOKED);
                assertThat(direct.check(each.token())).isEqualTo(RevocationStatus.REVOKED);
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private void playFaults() {
        proxy.randomly(
                1,
                Map.of(
                        Fault.CUT_BEFORE_SEND, 0.1,
                        Fault.CUT_AFTER_SEND, 0.1,
                        Fault.HALF_ANSWER_THEN_CUT, 0.1,
                        Fault.HALF_ANSWER_THEN_SILENCE, 0.1));
        awaitRevocations(30);
        // Half-open: nobody hears anything, and no connection breaks.
        proxy.always(Fault.BLACK_HOLE);
        awaitUndecidable(behind);
        awaitRevocations(10);
        proxy.pass();
        awaitAccepted(behind);
        proxy.refuse();
        awaitUndecidable(behind);
        awaitRevocations(10);
        proxy.pass();
        awaitAccepted(behind);
        proxy.always(Fault.delayAnswer(Duration.ofMillis(150)));
        awaitRevocations(10);
        proxy.pass();
        server.command("FLUSHALL");
        awaitRevocations(10);
        awaitAccepted(behind);
        server.pause();
        try {
            awaitUndecidable(direct);
        } finally {
            server.resume();
        }
        awaitAccepted(direct);
        server.kill();
        awaitUndecidable(direct);
        server.restart();
        awaitAccepted(direct);
        awaitRevocations(10);
    }

    @Test
    void aRestartedStoreGetsBackWhatTheInstancesKnow() {
        awaitAccepted(direct);
        AccessToken one = token(direct);
        direct.revoke(one);
        direct.revokeSubject(ISSUER, "user-7");
        AccessToken old = token("user-7", one.issuedAt());

        server.kill();
        server.restart();

        await().atMost(LIMIT).untilAsserted(() -> {
            try (RedisBackend redis = backend(server.uri().toString());
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
        awaitAccepted(direct);
        AccessToken one = token(direct);
        direct.revoke(one);
        direct.revokeSubject(ISSUER, "user-7");
        for (String part : List.of("feed", "ends", "cutoffs", "summary")) {
            behind.ping();
            AccessToken good = token(behind);
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
        awaitAccepted(direct);
        EmbeddedRedis replica = EmbeddedRedis.builder().replicaOf(server).start();
        try (replica) {
            TokenBlocklist lagging = instance(replica.uri().toString(), WhenStale.REFUSE);
            server.pause();
            try {
                awaitUndecidable(lagging);
            } finally {
                server.resume();
            }
        }
    }

    /** Revokes here and there, each token for its own sake, some hundred a second. */
    private void revokeUntil(AtomicBoolean done) {
        for (int i = 0; !done.get(); i++) {
            TokenBlocklist blocklist = i % 10 == 0 ? behind : direct;
            AccessToken token = token(blocklist);
            try {
                blocklist.revoke(token);
                revoked.add(new Revoked(token, System.nanoTime()));
            } catch (StoreException e) {
                // not acknowledged: nothing is promised about it
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Checks revoked tokens until the end; a description of the first that was accepted too late, or nothing. */
    private String violation(TokenBlocklist blocklist, AtomicBoolean done, AtomicInteger refused) {
        while (!done.get()) {
            LockSupport.parkNanos(100_000);
            int count = revoked.size();
            if (count == 0) {
                continue;
            }
            Revoked one = revoked.get(ThreadLocalRandom.current().nextInt(count));
            long began = System.nanoTime();
            RevocationStatus status = blocklist.check(one.token());
            if (status == RevocationStatus.NOT_REVOKED && began - one.at() > BOUND.toNanos()) {
                return one.token() + " accepted " + Duration.ofNanos(began - one.at()) + " after it was revoked";
            }
            refused.addAndGet(status == RevocationStatus.REVOKED ? 1 : 0);
        }
        return "";
    }

    private void awaitRevocations(int more) {
        int enough = revoked.size() + more;
        await().atMost(LIMIT).until(() -> revoked.size() >= enough);
    }

    private void awaitAccepted(TokenBlocklist blocklist) {
        await().atMost(LIMIT).until(() -> blocklist.check(token(blocklist)) == RevocationStatus.NOT_REVOKED);
    }

    private void awaitUndecidable(TokenBlocklist blocklist) {
        await().atMost(LIMIT).until(() -> blocklist.check(token(blocklist)) == RevocationStatus.UNDECIDABLE);
    }

    private AccessToken token(TokenBlocklist blocklist) {
        return token("user-42", blocklist.storeClock().instant());
    }

    private AccessToken token(String subject, Instant issuedAt) {
        return AccessToken.builder(
                        ISSUER, subject, "token " + ids.incrementAndGet(), issuedAt, issuedAt.plusSeconds(3_600))
                .build();
    }

    private TokenBlocklist instance(String uri, WhenStale whenStale) {
        RedisBackend redis = backend(uri);
        TokenBlocklist blocklist = TokenBlocklist.builder(RedisBlocklistStore.create(redis), whenStale)
                .maxStaleness(BOUND)
                .build();
        closing.add(blocklist);
        closing.add(redis);
        return blocklist;
    }

    private static RedisBackend backend(String uri) {
        return RedisBackend.builder("shop")
                .single(uri)
                .deadline(Duration.ofSeconds(1))
                .build();
    }
}
