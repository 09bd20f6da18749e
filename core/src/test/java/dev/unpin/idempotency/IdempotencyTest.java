package dev.unpin.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.unpin.LimitExceededException;
import dev.unpin.blob.BlobSource;
import dev.unpin.blob.Blobs;
import dev.unpin.blob.MemoryBlobStore;
import dev.unpin.codec.Codec;
import dev.unpin.codec.CodecException;
import dev.unpin.http.HttpAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What core adds to any store; the contract in the test kit has the rest. */
class IdempotencyTest {
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
    private static final Fingerprint PAYLOAD = Fingerprint.of("payload");

    private final MemoryIdempotencyStore store = MemoryIdempotencyStore.create();
    private final List<IdempotencyEvent> events = Collections.synchronizedList(new ArrayList<>());

    private IdempotentOperation<String> operation(AfterCrash afterCrash, Consumer<OperationOptions<String>> options) {
        return Idempotency.builder(store).listener(events::add).build().operation("op", TEXT, afterCrash, options);
    }

    @Test
    void largeResultsGoToTheOverflowAndComeBack() {
        Blobs blobs = Blobs.create(MemoryBlobStore.create());
        IdempotentOperation<String> operation = Idempotency.builder(store)
                .maxStoredBytes(100)
                .overflow(BlobOverflow.in(blobs, "results/"))
                .build()
                .operation("op", TEXT, AfterCrash.RERUN, o -> {});
        String large = "x".repeat(10_000);
        assertThat(operation.run("user", "key", PAYLOAD, run -> large)).isEqualTo(large);
        assertThat(operation.run("user", "key", PAYLOAD, run -> "not to be run"))
                .isEqualTo(large);

        IdempotentOperation<String> without = operation(AfterCrash.RERUN, o -> {});
        assertThat(refused(without)).isEqualTo(IdempotencyRefusal.RESULT_NOT_KEPT);

        blobs.list(o -> o.prefix("results/"))
                .forEach(entry -> blobs.put(entry.name(), BlobSource.of("y".repeat(10_000))));
        assertThatThrownBy(() -> operation.run("user", "key", PAYLOAD, run -> "not to be run"))
                .isInstanceOf(CodecException.class);
        blobs.list(o -> o.prefix("results/")).forEach(entry -> blobs.remove(entry.name()));
        assertThat(refused(operation)).isEqualTo(IdempotencyRefusal.RESULT_NOT_KEPT);
    }

    @Test
    void aResultThatIsNotKeptIsNotDoneAgainEither() {
        IdempotentOperation<String> operation =
                Idempotency.builder(store).maxStoredBytes(100).build().operation("op", TEXT, AfterCrash.RERUN, o -> {});
        assertThat(operation.run("user", "key", PAYLOAD, run -> "x".repeat(101)))
                .hasSize(101);
        assertThat(refused(operation)).isEqualTo(IdempotencyRefusal.RESULT_NOT_KEPT);
    }

    private static IdempotencyRefusal refused(IdempotentOperation<String> operation) {
        return catchThrowableOfType(
                        IdempotencyException.class, () -> operation.run("user", "key", PAYLOAD, run -> "not to be run"))
                .reason();
    }

    @Test
    void whoWaitsGetsTheAnswerOfWhoRuns() throws Exception {
        IdempotentOperation<String> operation = operation(AfterCrash.RERUN, o -> o.waitUpTo(Duration.ofMinutes(5)));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<String> first =
                CompletableFuture.supplyAsync(() -> operation.run("user", "key", PAYLOAD, run -> {
                    started.countDown();
                    awaitQuietly(goOn);
                    return "done";
                }));
        started.await();
        AtomicInteger second = new AtomicInteger();
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(
                () -> operation.run("user", "key", PAYLOAD, run -> "" + second.incrementAndGet()));
        goOn.countDown();
        assertThat(waiting.get(5, TimeUnit.MINUTES)).isEqualTo("done");
        assertThat(first.get(5, TimeUnit.MINUTES)).isEqualTo("done");
        assertThat(second).hasValue(0);
    }

    @Test
    void aLongRunKeepsItsLease() {
        IdempotentOperation<String> operation = operation(AfterCrash.RERUN, o -> o.lease(Duration.ofSeconds(2)));
        String result = operation.run("user", "key", PAYLOAD, run -> {
            long start = System.nanoTime();
            await().atMost(Duration.ofMinutes(5)).until(() -> System.nanoTime() - start > 3_000_000_000L);
            assertThat(refused(operation)).isEqualTo(IdempotencyRefusal.RUNNING);
            return "long";
        });
        assertThat(result).isEqualTo("long");
        assertThat(events).noneMatch(IdempotencyEvent.Lost.class::isInstance);
    }

    @Test
    void anActionThatHangsLosesItsKeyAndIsTold() {
        IdempotentOperation<String> operation =
                operation(AfterCrash.RERUN, o -> o.lease(Duration.ofMillis(200)).maxRunTime(Duration.ofMillis(400)));
        CountDownLatch lost = new CountDownLatch(1);
        String result = operation.run("user", "key", PAYLOAD, run -> {
            if (run.attempt() > 1) {
                return "second";
            }
            run.onLost(lost::countDown);
            awaitQuietly(lost);
            assertThat(run.stillOwner()).isFalse();
            await().atMost(Duration.ofMinutes(5))
                    .ignoreExceptionsInstanceOf(IdempotencyException.class)
                    .until(() -> operation
                            .run("user", "key", PAYLOAD, next -> "second")
                            .equals("second"));
            return "first";
        });
        assertThat(result).isEqualTo("second");
        assertThat(events)
                .hasAtLeastOneElementOfType(IdempotencyEvent.Lost.class)
                .hasAtLeastOneElementOfType(IdempotencyEvent.TakenOver.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void thereIsNoDefaultThatHidesAMistake() {
        assertThatThrownBy(() -> operation(AfterCrash.RECONCILE, o -> {})).hasMessageContaining("reconciler");
        assertThatThrownBy(() -> operation(AfterCrash.RERUN, o -> o.reconciler(run -> Reconciliation.unknown())))
                .hasMessageContaining("reconciler");
        assertThatThrownBy(() -> operation(AfterCrash.RERUN, o -> o.retention(Duration.ofMinutes(5))))
                .hasMessageContaining("retention");
        assertThatThrownBy(() -> operation(AfterCrash.RERUN, o -> o.lease(Duration.ofMinutes(6))))
                .hasMessageContaining("maxRunTime");
        assertThatThrownBy(() -> operation(AfterCrash.RERUN, o -> o.lease(Duration.ofMillis(99))))
                .hasMessageContaining("lease");
        IdempotentOperation<String> operation = operation(AfterCrash.RERUN, o -> {});
        for (String bad : List.of("", "\ud800", "a\u0000b", "x".repeat(600))) {
            assertThatThrownBy(() -> operation.run(bad, "key", PAYLOAD, run -> ""))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> operation.run("user", bad, PAYLOAD, run -> ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> operation.resolve("user", "key", Reconciliation.unknown()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void checkpointsAreBounded() {
        IdempotentOperation<String> operation = operation(AfterCrash.RERUN, o -> {});
        operation.run("user", "key", PAYLOAD, run -> {
            assertThatThrownBy(() -> run.checkpoint("large", new byte[Run.MAX_CHECKPOINT_BYTES + 1]))
                    .isInstanceOf(LimitExceededException.class);
            assertThatThrownBy(() -> run.checkpoint("not a name", new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class);
            for (int i = 0; i < Run.MAX_CHECKPOINTS; i++) {
                run.checkpoint("c" + i, new byte[Run.MAX_CHECKPOINT_BYTES]);
            }
            run.checkpoint("c0", new byte[1]);
            assertThatThrownBy(() -> run.checkpoint("more", new byte[0])).isInstanceOf(LimitExceededException.class);
            return "";
        });
    }

    @Test
    void onlyHeadersThatMayBeRepeatedCanBeKept() {
        HttpOperation operation = Idempotency.create(store).http("op", AfterCrash.RERUN);
        for (String header : List.of("Set-Cookie", "authorization", "Date", "Transfer-Encoding", "WWW-Authenticate")) {
            assertThatThrownBy(() -> operation.keeping(header)).hasMessageContaining(header);
        }
        HttpOperation keeping = operation.keeping("X-Order");
        keeping.answer("user", "key", new byte[0], run -> HttpAnswer.of(201).withHeader("x-order", "7"));
        assertThat(operation
                        .answer("user", "key", new byte[0], run -> HttpAnswer.of(500))
                        .header("X-Order"))
                .contains("7");
    }

    @Test
    void aRecordedAnswerThatIsDamagedIsUnreadableAndNothingElse() {
        AnswerCodec codec = AnswerCodec.create();
        byte[] good = codec.encode(HttpAnswer.json(201, "{}").withHeader("Location", "/1"));
        for (int length = 0; length < good.length - 2; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(CodecException.class);
        }
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = good.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                codec.decode(damaged);
            } catch (CodecException expected) {
                assertThat(expected.code()).isEqualTo("value-unreadable");
            }
        }
    }

    @Test
    void fingerprintsTellPayloadsApartAndFieldsHaveNoOrder() {
        assertThat(Fingerprint.of("a"))
                .isEqualTo(Fingerprint.of("a".getBytes(UTF_8)))
                .isNotEqualTo(Fingerprint.of("b"));
        assertThat(Fingerprint.ofFields(Map.of("a", "1", "b", "2")))
                .isEqualTo(Fingerprint.ofFields(new LinkedHashMap<>(Map.of("b", "2", "a", "1"))))
                .isNotEqualTo(Fingerprint.ofFields(Map.of("a", "1b", "b", "2")))
                .isNotEqualTo(Fingerprint.ofFields(Map.of("a", "1", "b2", "")));
        assertThat(Fingerprint.of("secret")).hasToString("Fingerprint[sha256-raw-1]");
    }

    @Test
    void nothingShowsKeysOrPrincipals() {
        IdempotentOperation<String> operation = operation(AfterCrash.RERUN, o -> {});
        operation.run("user-secret", "key-secret", PAYLOAD, run -> {
            assertThat(run.toString()).doesNotContain("secret");
            return "";
        });
        operation.run("user-secret", "key-secret", PAYLOAD, run -> "");
        IdempotencyException refused = catchThrowableOfType(
                IdempotencyException.class,
                () -> operation.run("user-secret", "key-secret", Fingerprint.of("other"), run -> ""));
        assertThat(refused).hasMessageNotContaining("secret");
        assertThat(events)
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.toString()).doesNotContain("secret"));
    }
}
