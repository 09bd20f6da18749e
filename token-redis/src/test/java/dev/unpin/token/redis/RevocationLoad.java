package dev.unpin.token.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.unpin.StoreException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.RedisBackendBuilder;
import dev.unpin.token.AccessToken;
import dev.unpin.token.RevocationStatus;
import dev.unpin.token.TokenBlocklist;
import dev.unpin.token.WhenStale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** Instances that revoke here and there, and check there and here, while something happens to their store. */
final class RevocationLoad implements AutoCloseable {
    static final String ISSUER = "https://id.example";

    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final List<TokenBlocklist> instances = new ArrayList<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final List<Revoked> revoked = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<String>> checking = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicBoolean mayLose = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger ids = new AtomicInteger();

    /** A token, when the call that revoked it had returned, and whether the store cannot have lost that since. */
    private record Revoked(AccessToken token, long at, boolean kept) {}

    /** Adds an instance with a connection of its own. */
    TokenBlocklist instance(UnaryOperator<RedisBackendBuilder> where) {
        return instance(where, WhenStale.REFUSE);
    }

    TokenBlocklist instance(UnaryOperator<RedisBackendBuilder> where, WhenStale whenStale) {
        RedisBackend redis = where.apply(RedisBackend.builder("shop"))
                .deadline(Duration.ofSeconds(1))
                .build();
        TokenBlocklist blocklist = TokenBlocklist.builder(RedisBlocklistStore.create(redis), whenStale)
                .maxStaleness(BOUND)
                .build();
        closing.add(blocklist);
        closing.add(redis);
        return blocklist;
    }

    /** Lets instances revoke by turns and check all the time. The last one revokes least. */
    void start(TokenBlocklist... blocklists) {
        instances.addAll(List.of(blocklists));
        instances.forEach(this::awaitAccepted);
        checking.add(CompletableFuture.supplyAsync(this::revokeUntilDone, threads));
        for (TokenBlocklist each : instances) {
            checking.add(CompletableFuture.supplyAsync(() -> violation(each), threads));
        }
    }

    /** From now on the store may lose what it acknowledges, but for what it puts right in the end. */
    void mayLose() {
        mayLose.set(true);
    }

    void mayNotLose() {
        mayLose.set(false);
    }

    /** Stops, and judges: nothing accepted too late, and all of it known to everybody. */
    void judge() {
        done.set(true);
        for (CompletableFuture<String> each : checking) {
            assertThat(each.join()).isEmpty();
        }
        assertThat(refused).hasPositiveValue();
        assertThat(revoked).hasSizeGreaterThan(20);
        for (TokenBlocklist each : instances) {
            awaitAccepted(each);
            each.ping();
            assertAllRevoked(each);
        }
    }

    void assertAllRevoked(TokenBlocklist blocklist) {
        for (Revoked each : List.copyOf(revoked)) {
            assertThat(blocklist.check(each.token())).isEqualTo(RevocationStatus.REVOKED);
        }
    }

    void awaitRevocations(int more) {
        int enough = revoked.size() + more;
        await().atMost(LIMIT).until(() -> revoked.size() >= enough);
    }

    void awaitAccepted(TokenBlocklist blocklist) {
        await().atMost(LIMIT).until(() -> blocklist.check(token(blocklist)) == RevocationStatus.NOT_REVOKED);
    }

    void awaitUndecidable(TokenBlocklist blocklist) {
        await().atMost(LIMIT).until(() -> blocklist.check(token(blocklist)) == RevocationStatus.UNDECIDABLE);
    }

    AccessToken token(TokenBlocklist blocklist) {
        return token("user-42", blocklist.storeClock().instant());
    }

    AccessToken token(String subject, Instant issuedAt) {
        return AccessToken.builder(
                        ISSUER, subject, "token " + ids.incrementAndGet(), issuedAt, issuedAt.plusSeconds(3_600))
                .build();
    }

    @Override
    public void close() throws Exception {
        done.set(true);
        threads.shutdownNow();
        for (AutoCloseable each : closing) {
            each.close();
        }
    }

    /** Each token for its own sake, some hundred a second. */
    private String revokeUntilDone() {
        for (int i = 0; !done.get(); i++) {
            TokenBlocklist blocklist = instances.get(i % 10 == 0 ? instances.size() - 1 : 0);
            AccessToken token = token(blocklist);
            try {
                blocklist.revoke(token);
                revoked.add(new Revoked(token, System.nanoTime(), !mayLose.get()));
            } catch (StoreException e) {
                // not acknowledged: nothing is promised about it
            }
            LockSupport.parkNanos(2_000_000);
        }
        return "";
    }

    /** Checks revoked tokens until the end; a description of the first that was accepted too late, or nothing. */
    private String violation(TokenBlocklist blocklist) {
        while (!done.get()) {
            LockSupport.parkNanos(100_000);
            int count = revoked.size();
            if (count == 0) {
                continue;
            }
            Revoked one = revoked.get(ThreadLocalRandom.current().nextInt(count));
            long began = System.nanoTime();
            RevocationStatus status = blocklist.check(one.token());
            if (one.kept() && status == RevocationStatus.NOT_REVOKED && began - one.at() > BOUND.toNanos()) {
                return one.token() + " accepted " + Duration.ofNanos(began - one.at()) + " after it was revoked";
            }
            refused.addAndGet(status == RevocationStatus.REVOKED ? 1 : 0);
        }
        return "";
    }
}
