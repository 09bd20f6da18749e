package dev.unpin.verification.history;

import dev.unpin.UnpinException;
import dev.unpin.idempotency.Action;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.redis.RedisIdempotencyStore;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.testkit.history.AtMostOnceModel;
import dev.unpin.testkit.history.AtMostOnceModel.Answer;
import dev.unpin.testkit.history.AtMostOnceModel.Call;
import dev.unpin.testkit.history.AtMostOnceModel.Count;
import dev.unpin.testkit.history.AtMostOnceModel.Effect;
import dev.unpin.testkit.history.AtMostOnceModel.Effects;
import dev.unpin.testkit.history.AtMostOnceModel.Run;
import dev.unpin.testkit.history.History;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a key stands for is done at most once, and all are told the same, whatever became of the calls. */
class IdempotencyHistoryTest {
    private static final EmbeddedRedis SERVER = EmbeddedRedis.start();
    private static final Fingerprint PAYLOAD = Fingerprint.of("payload");

    /** How often what each key stands for was done. */
    private final Map<String, Long> done = new ConcurrentHashMap<>();

    private final AtomicLong effects = new AtomicLong();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void everyKeyIsDoneAtMostOnce() {
        new FaultyHistories<>(SERVER, AtMostOnceModel.create()).assertSound((redis, key, number, history) -> {
            IdempotentOperation<Long> operation = Idempotency.create(RedisIdempotencyStore.create(redis))
                    .operation("count", new Numbers(), AfterCrash.REFUSE, o -> o.lease(Duration.ofMinutes(1)));
            return new Caller(key, new Random(number), history, operation::run);
        });
    }

    /** The planted bug: who gets no answer just asks again, under a new key. */
    @Test
    void aBlindRetryIsCaught() {
        new FaultyHistories<>(SERVER, AtMostOnceModel.create()).assertCaught((redis, key, number, history) -> {
            IdempotentOperation<Long> operation = Idempotency.create(RedisIdempotencyStore.create(redis))
                    .operation("count", new Numbers(), AfterCrash.REFUSE, o -> o.lease(Duration.ofMinutes(1)));
            return new Caller(key, new Random(number), history, (principal, name, payload, action) -> {
                try {
                    return operation.run(principal, name, payload, action);
                } catch (UnpinException e) {
                    return operation.run(principal, name + "-again-" + effects.get(), payload, action);
                }
            });
        });
    }

    /** How an operation is run. */
    @FunctionalInterface
    private interface Running {
        Long run(String principal, String key, Fingerprint payload, Action<Long, RuntimeException> action);
    }

    /** Asks for it, and looks whether it was done. */
    private final class Caller implements Runnable {
        private final String key;
        private final Random random;
        private final History<Call, Answer> history;
        private final Running operation;

        Caller(String key, Random random, History<Call, Answer> history, Running operation) {
            this.key = key;
            this.random = random;
            this.history = history;
            this.operation = operation;
        }

        @Override
        public void run() {
            for (int call = 0; call < FaultyHistories.CALLS; call++) {
                if (random.nextInt(4) == 0) {
                    FaultyHistories.note(history, new Count(), () -> new Effects(done.getOrDefault(key, 0L)));
                } else {
                    long effect = effects.incrementAndGet();
                    FaultyHistories.note(
                            history,
                            new Run(effect),
                            () -> new Effect(operation.run("user", key, PAYLOAD, run -> {
                                done.merge(key, 1L, Long::sum);
                                return effect;
                            })));
                }
            }
        }
    }
}
