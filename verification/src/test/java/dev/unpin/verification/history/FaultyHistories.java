package dev.unpin.verification.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import dev.unpin.redis.RedisBackend;
import dev.unpin.redis.embedded.EmbeddedRedis;
import dev.unpin.redis.embedded.Fault;
import dev.unpin.redis.embedded.FaultProxy;
import dev.unpin.testkit.history.History;
import dev.unpin.testkit.history.HistoryChecker;
import dev.unpin.testkit.history.Model;
import dev.unpin.testkit.history.Operation;
import dev.unpin.testkit.race.Parallel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Many short histories of objects over a Redis whose answers are cut, held back and swallowed. Each object has some
 * callers of its own, each with connections of the same pool, and all are at work at the same time.
 *
 * @param <S> the model's states
 * @param <C> what may be asked
 * @param <R> what may be answered
 */
final class FaultyHistories<S, C, R> {
    /** So many times each caller calls its object. */
    static final int CALLS = 10;

    private static final boolean LARGE = "faults".equals(System.getProperty("unpin.load"));
    private static final int OPERATIONS = LARGE ? 1_000_000 : 5_000;

    /** Calls mostly wait for answers that never come: more batches at once, not more patience, make a larger load. */
    private static final int BATCHES_AT_ONCE = LARGE ? 8 : 1;

    private static final int CALLERS = 4;
    private static final int OBJECTS = 8;
    private static final int BATCH = OBJECTS * CALLERS * CALLS;
    private static final int BATCHES_FOR_A_BUG = 40;
    private static final Map<Fault, Double> FAULTS = Map.of(
            Fault.CUT_AFTER_SEND,
            0.03,
            Fault.CUT_BEFORE_SEND,
            0.02,
            Fault.HALF_ANSWER_THEN_CUT,
            0.02,
            Fault.HALF_ANSWER_THEN_SILENCE,
            0.06,
            Fault.delayRequest(Duration.ofMillis(150)),
            0.06);

    private final EmbeddedRedis server;
    private final Model<S, C, R> model;
    private final String namespace = "history-" + System.nanoTime();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicLong batches = new AtomicLong();
    private final LongAdder operations = new LongAdder();
    private final LongAdder unknown = new LongAdder();

    FaultyHistories(EmbeddedRedis server, Model<S, C, R> model) {
        this.server = server;
        this.model = model;
    }

    /** Makes the callers of objects. */
    @FunctionalInterface
    interface Callers<C, R> {
        /**
         * Makes one caller.
         *
         * @param redis where its object is
         * @param key which object
         * @param number another one for every caller, from 1
         * @param history where its calls are to be noted
         * @return what calls {@link #CALLS} times
         */
        Runnable make(RedisBackend redis, String key, long number, History<C, R> history);
    }

    /** Runs as many operations as are asked for; one in twenty has to end without anybody knowing how. */
    void assertSound(Callers<C, R> callers) {
        Parallel.run(Collections.nCopies(BATCHES_AT_ONCE, () -> {
            while (operations.sum() < OPERATIONS) {
                run(callers);
            }
            return operations;
        }));
        assertThat(violations).isEmpty();
        assertThat((double) unknown.sum() / operations.sum()).isGreaterThanOrEqualTo(0.05);
    }

    /** Runs callers with a planted bug. */
    void assertCaught(Callers<C, R> callers) {
        while (batches.get() < BATCHES_FOR_A_BUG && violations.isEmpty()) {
            run(callers);
        }
        assertThat(violations).isNotEmpty();
    }

    /** Notes a call; what it throws says by its effect what became of it. */
    static <C, R> void note(History<C, R> history, C call, Callable<R> action) {
        History<C, R>.Running running = history.begin(call);
        try {
            running.answered(action.call());
        } catch (UnpinException e) {
            if (e.effect() == Effect.UNKNOWN) {
                running.unknown();
            } else {
                running.refused();
            }
        } catch (Exception e) {
            throw new AssertionError(call + " failed", e);
        }
    }

    private void run(Callers<C, R> callers) {
        long batch = batches.getAndIncrement();
        try (FaultProxy proxy = FaultProxy.to(server);
                RedisBackend redis = RedisBackend.builder(namespace)
                        .single(proxy.uri().toString())
                        .deadline(Duration.ofMillis(100))
                        .attemptTimeout(Duration.ofMillis(100)) // silence is not resent in time; what is cut is
                        .maxConnections(OBJECTS * CALLERS)
                        .build()) {
            proxy.randomly(batch, FAULTS);
            List<History<C, R>> histories = new ArrayList<>();
            List<Callable<Integer>> work = new ArrayList<>();
            for (int object = 0; object < OBJECTS; object++) {
                History<C, R> history = History.create();
                histories.add(history);
                String key = batch + "-" + object;
                for (int caller = 0; caller < CALLERS; caller++) {
                    Runnable calls = callers.make(redis, key, batch * BATCH + work.size() + 1, history);
                    work.add(() -> {
                        calls.run();
                        return CALLS;
                    });
                }
            }
            Parallel.run(work);
            histories.forEach(this::judge);
            operations.add(BATCH);
        }
    }

    private void judge(History<C, R> history) {
        List<Operation<C, R>> all = history.operations();
        unknown.add(all.stream().filter(Operation::isUnknown).count());
        HistoryChecker.of(model).violation(all).ifPresent(violations::add);
    }
}
