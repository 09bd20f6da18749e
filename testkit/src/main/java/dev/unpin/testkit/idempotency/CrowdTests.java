package dev.unpin.testkit.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.Claim;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many at once. */
interface CrowdTests extends IdempotencyStoreFixture {
    private static int load(int small) {
        return "faults".equals(System.getProperty("unpin.load")) ? 10 * small : small;
    }

    @Test
    default void ofManyThatAskAtOnceExactlyOneRuns() {
        for (int round = 0; round < load(20); round++) {
            Calls first = new Calls(store());
            List<Callable<BeginReply>> asking = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Calls calls = i == 0 ? first : new Calls(store(), first.record());
                asking.add(calls::begin);
            }
            List<BeginReply.Status> statuses = Parallel.run(asking).stream()
                    .map(BeginReply::status)
                    .sorted()
                    .toList();
            assertEquals(1, Collections.frequency(statuses, BeginReply.Status.RUN), statuses::toString);
            assertEquals(7, Collections.frequency(statuses, BeginReply.Status.BUSY), statuses::toString);
        }
    }

    @Test
    default void ofManyThatTakeOverAtOnceExactlyOneDoes() {
        for (int round = 0; round < load(20); round++) {
            Calls calls = new Calls(store());
            Claim dead = calls.claim();
            elapse(Calls.PAST_THE_LEASE);
            List<Callable<BeginReply>> asking = Collections.nCopies(6, calls::begin);
            List<BeginReply.Status> statuses = Parallel.run(asking).stream()
                    .map(BeginReply::status)
                    .sorted()
                    .toList();
            assertEquals(1, Collections.frequency(statuses, BeginReply.Status.TAKEOVER), statuses::toString);
            assertEquals(5, Collections.frequency(statuses, BeginReply.Status.BUSY), statuses::toString);
            Calls.assertLost(calls.complete(dead, "dead"));
        }
    }

    @Test
    default void ofTheOwnerAndATakeoverExactlyOneIsRecorded() {
        for (int round = 0; round < load(20); round++) {
            Calls calls = new Calls(store());
            Claim late = calls.claim();
            elapse(Calls.PAST_THE_LEASE);
            List<Callable<String>> racing =
                    List.of(() -> calls.complete(late, "late").status() == ClaimReply.Status.OK ? "late" : "", () -> {
                        BeginReply begun = calls.begin();
                        if (begun.status() == BeginReply.Status.REPLAY) {
                            return "";
                        }
                        Calls.assertOk(calls.complete(begun.claim(), "next"));
                        return "next";
                    });
            List<String> recorded = Parallel.run(racing).stream()
                    .filter(name -> !name.isEmpty())
                    .toList();
            assertEquals(1, recorded.size(), recorded::toString);
            calls.assertReplays(recorded.get(0));
        }
    }

    /** Effects are counted outside, by who honours the keys that runs give: a payment provider, for instance. */
    @Test
    default void everyKeyHasOneEffectAndOneAnswerForAllItsCallers() {
        int keys = load(100);
        Map<String, String> ledger = new ConcurrentHashMap<>();
        AtomicInteger effects = new AtomicInteger();
        List<Callable<List<String>>> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            IdempotentOperation<String> operation = Idempotency.create(store())
                    .operation("pay", Text.CODEC, AfterCrash.RERUN, o -> o.waitUpTo(Duration.ofMinutes(5)));
            Random order = new Random(caller);
            callers.add(() -> {
                List<Integer> shuffled = new ArrayList<>();
                for (int key = 0; key < keys; key++) {
                    shuffled.add(key);
                }
                Collections.shuffle(shuffled, order);
                String[] answers = new String[keys];
                for (int key : shuffled) {
                    answers[key] = operation.run("user", "key-" + key, Fingerprint.of("payload"), run -> {
                        String receipt =
                                ledger.computeIfAbsent(run.keyFor("psp"), k -> "receipt-" + effects.incrementAndGet());
                        if (order.nextInt(10) == 0 && run.attempt() == 1) {
                            throw new IllegalStateException("failed after the effect");
                        }
                        return receipt;
                    });
                }
                return List.of(answers);
            });
        }
        Set<List<String>> answers = new HashSet<>(Parallel.run(callers.stream()
                .<Callable<List<String>>>map(CrowdTests::persistent)
                .toList()));
        assertEquals(1, answers.size(), "all callers see one answer per key");
        assertEquals(keys, effects.get());
        assertEquals(keys, new HashSet<>(answers.iterator().next()).size());
    }

    /** A client that repeats its requests until all of them are answered. */
    private static <T> Callable<T> persistent(Callable<T> call) {
        return () -> {
            while (true) {
                try {
                    return call.call();
                } catch (IllegalStateException failedAfterTheEffect) {
                    // The same keys again.
                }
            }
        };
    }
}
