package dev.unpin.idempotency.caffeine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unpin.codec.Codec;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotencyException;
import dev.unpin.idempotency.IdempotencyRefusal;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginReply.Status;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.BeginRequest.Intent;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.OverflowStore;
import dev.unpin.testkit.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When a result is given from memory, and above all when it is not. Time stands unless a test moves it. */
class CaffeineIdempotencyStoreTest {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final Codec<String> TEXT = new Codec<>() {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, UTF_8);
        }
    };

    private final MutableClock clock = MutableClock.startingAt(START);
    private final CountedStore shared = new CountedStore(clock);
    private final CaffeineIdempotencyStore here = instance(1 << 20);
    private final CaffeineIdempotencyStore there = instance(1 << 20);
    private int owners;

    @Test
    void aResultThatWasRepeatedOnceIsRepeatedWithNoRoundTrip() {
        finish("key", "done");
        assertReplays(here, "key", "done");
        int before = shared.calls();

        for (int i = 0; i < 10; i++) {
            assertReplays(here, "key", "done");
        }

        assertThat(shared.calls()).isEqualTo(before);
        assertThat(here.hits()).isEqualTo(10);
        assertThat(here.misses()).isEqualTo(1);
    }

    @Test
    void nothingIsRememberedButResults() {
        Claim claim = begin(here, "key").claim();
        int before = shared.calls();
        for (int i = 0; i < 3; i++) {
            assertThat(begin(here, "key").status()).isEqualTo(Status.BUSY);
        }
        assertThat(shared.calls()).isEqualTo(before + 3);
        there.complete(claim, "done".getBytes(UTF_8), RETENTION);
        assertReplays(here, "key", "done");
    }

    @Test
    void aKeyThatIsNotRepeatedTakesNoMemory() {
        Claim claim = begin(here, "key").claim();
        assertThat(here.complete(claim, "done".getBytes(UTF_8), RETENTION).status())
                .isEqualTo(ClaimReply.Status.OK);
        assertThat(here.weight()).isZero();
    }

    @Test
    void anotherPayloadIsRefusedAndDisturbsNothing() {
        finish("key", "done");
        assertReplays(here, "key", "done");

        assertThat(here.begin(request("key", "other", Intent.RUN)).status()).isEqualTo(Status.MISMATCH);

        int before = shared.calls();
        assertReplays(here, "key", "done");
        assertThat(shared.calls()).isEqualTo(before);
    }

    @Test
    void aResultIsNotRepeatedBeyondItsRetention() {
        finish("key", "done");
        clock.advance(Duration.ofHours(1));
        assertReplays(here, "key", "done");
        clock.advance(RETENTION.minusHours(1).minusNanos(1));
        int before = shared.calls();
        assertReplays(here, "key", "done");
        assertThat(shared.calls()).isEqualTo(before);
        assertThat(begin(here, "key").retentionLeft()).isEqualTo(Duration.ofNanos(1));

        clock.advance(Duration.ofNanos(1));

        assertThat(begin(here, "key").status()).isEqualTo(Status.RUN);
    }

    @Test
    void theRetentionCountsFromBeforeTheStoreIsAsked() {
        finish("key", "done");
        shared.beforeNextBegin(() -> clock.advance(Duration.ofHours(2)));
        shared.afterNextBegin(() -> clock.advance(Duration.ofHours(3)));
        assertReplays(here, "key", "done");

        clock.advance(RETENTION.minusHours(7).minusNanos(1));
        int before = shared.calls();
        assertReplays(here, "key", "done");
        assertThat(shared.calls())
                .as("22 hours were left when the question was sent")
                .isEqualTo(before);
        clock.advance(Duration.ofNanos(1));
        assertReplays(here, "key", "done");
        assertThat(shared.calls()).isEqualTo(before + 1);
    }

    @Test
    void anAnswerThatArrivesAfterTheRetentionIsNotRemembered() {
        finish("key", "done");
        shared.afterNextBegin(() -> clock.advance(RETENTION));
        assertReplays(here, "key", "done");
        assertThat(begin(here, "key").status()).isEqualTo(Status.RUN);
    }

    @Test
    void anotherPayloadMayRunAfterTheRetentionAndItsResultIsRepeated() {
        finish("key", "done");
        assertReplays(here, "key", "done");
        clock.advance(RETENTION);
        BeginReply run = here.begin(request("key", "other", Intent.RUN));
        here.complete(run.claim(), "other".getBytes(UTF_8), RETENTION);

        assertThat(begin(here, "key").status()).isEqualTo(Status.MISMATCH);
        for (int i = 0; i < 2; i++) {
            assertThat(here.begin(request("key", "other", Intent.RUN)).result()).isEqualTo("other".getBytes(UTF_8));
        }
    }

    @Test
    void aResultThatTheStoreIsSeenToHaveLostIsForgotten() {
        finish("key", "done");
        assertReplays(here, "key", "done");
        shared.loseEverything();
        assertReplays(here, "key", "done");

        assertThat(here.begin(request("key", "other", Intent.RUN)).status()).isEqualTo(Status.RUN);

        assertThat(begin(here, "key").status()).isEqualTo(Status.MISMATCH);
    }

    @Test
    void aResolutionAsksTheStoreAndLeavesNothingBehind() {
        finish("key", "done");
        int before = shared.calls();
        for (int i = 0; i < 2; i++) {
            assertThat(here.begin(request("key", "", Intent.RESOLVE)).status()).isEqualTo(Status.REPLAY);
        }
        assertThat(shared.calls()).isEqualTo(before + 2);
        assertThat(here.begin(request("key", "", Intent.RUN)).status()).isEqualTo(Status.MISMATCH);
        assertThat(here.weight()).isZero();
    }

    @Test
    void memoryIsBounded() {
        int most = 256 * 1024;
        CaffeineIdempotencyStore small = instance(most);
        for (int i = 0; i < 500; i++) {
            finish("key-" + i, "x".repeat(4096));
            begin(small, "key-" + i);
            assertThat(small.weight()).isLessThanOrEqualTo(most);
        }
        assertThat(small.weight()).as("and is used").isGreaterThan(most / 2);
    }

    @Test
    void memoryIsFreedWhenTheRetentionIsOver() {
        finish("key", "done");
        assertReplays(here, "key", "done");
        assertThat(here.weight()).isPositive();
        clock.advance(RETENTION.plusSeconds(2));
        assertThat(here.weight()).isZero();
    }

    @Test
    void aResultInAnOverflowIsReadThereEveryTime() {
        Map<String, byte[]> large = new HashMap<>();
        AtomicInteger reads = new AtomicInteger();
        OverflowStore overflow = new OverflowStore() {
            @Override
            public void put(String name, byte[] result, Duration retention) {
                large.put(name, result);
            }

            @Override
            public Optional<byte[]> find(String name, int maxBytes) {
                reads.incrementAndGet();
                return Optional.ofNullable(large.get(name));
            }
        };
        IdempotentOperation<String> operation = Idempotency.builder(here)
                .overflow(overflow)
                .maxStoredBytes(10)
                .build()
                .operation("report", TEXT, AfterCrash.RERUN, o -> {});
        String text = "x".repeat(1000);
        for (int i = 0; i < 2; i++) {
            assertThat(run(operation, "payload", text)).isEqualTo(text);
        }
        int before = shared.calls();
        assertThat(run(operation, "payload", "never")).isEqualTo(text);
        assertThat(shared.calls()).isEqualTo(before);
        assertThat(reads).hasValue(2);

        large.clear();
        assertRefused(IdempotencyRefusal.RESULT_NOT_KEPT, () -> run(operation, "payload", "never"));
        assertRefused(IdempotencyRefusal.PAYLOAD_MISMATCH, () -> run(operation, "other", "never"));
    }

    @Test
    void aBoundOfNothingIsRefused() {
        assertThatThrownBy(() -> CaffeineIdempotencyStore.builder(shared).maxBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes is at least 1, not 0");
    }

    private CaffeineIdempotencyStore instance(long maxBytes) {
        return CaffeineIdempotencyStore.builder(shared)
                .maxBytes(maxBytes)
                .nanoTime(() -> Long.MAX_VALUE - 1000 + ChronoUnit.NANOS.between(START, clock.instant()))
                .build();
    }

    private void finish(String id, String result) {
        there.complete(begin(there, id).claim(), result.getBytes(UTF_8), RETENTION);
    }

    private BeginReply begin(CaffeineIdempotencyStore store, String id) {
        return store.begin(request(id, "payload", Intent.RUN));
    }

    private BeginRequest request(String id, String fingerprint, Intent intent) {
        return new BeginRequest(id, fingerprint, "owner-" + ++owners, intent, LEASE, RETENTION);
    }

    private void assertReplays(CaffeineIdempotencyStore store, String id, String result) {
        BeginReply reply = begin(store, id);
        assertThat(reply.status()).isEqualTo(Status.REPLAY);
        assertThat(reply.result()).isEqualTo(result.getBytes(UTF_8));
    }

    private static String run(IdempotentOperation<String> operation, String payload, String result) {
        return operation.run("user", "key", Fingerprint.of(payload.getBytes(UTF_8)), run -> result);
    }

    private static void assertRefused(IdempotencyRefusal why, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        IdempotencyException.class, e -> assertThat(e.reason()).isEqualTo(why));
    }
}
