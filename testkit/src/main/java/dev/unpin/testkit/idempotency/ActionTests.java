package dev.unpin.testkit.idempotency;

import static dev.unpin.testkit.idempotency.Calls.PAST_THE_LEASE;
import static dev.unpin.testkit.idempotency.Calls.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.unpin.idempotency.Action;
import dev.unpin.idempotency.AfterCrash;
import dev.unpin.idempotency.Fingerprint;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.idempotency.IdempotencyException;
import dev.unpin.idempotency.IdempotencyRefusal;
import dev.unpin.idempotency.IdempotentOperation;
import dev.unpin.idempotency.NotDoneException;
import dev.unpin.idempotency.Reconciliation;
import dev.unpin.idempotency.spi.IdempotencyStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Users' actions over a store: crashes, takeovers, exceptions, and what each of them costs. */
interface ActionTests extends IdempotencyStoreFixture {
    /** Stands for the death of an instance: what it began stays as it is, and nobody tells the store. */
    final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died() {
            super("the instance died");
        }
    }

    private IdempotentOperation<String> operation(String name, AfterCrash afterCrash) {
        return operation(store(), name, afterCrash);
    }

    private static IdempotentOperation<String> operation(IdempotencyStore store, String name, AfterCrash afterCrash) {
        return Idempotency.create(store).operation(name, Text.CODEC, afterCrash, o -> {});
    }

    private static <E extends Exception> String run(
            IdempotentOperation<String> operation, String key, Action<String, E> action) throws E {
        return operation.run("user", key, Fingerprint.of("payload"), action);
    }

    private static IdempotencyRefusal refused(IdempotentOperation<String> operation, String key) {
        return assertThrows(IdempotencyException.class, () -> run(operation, key, run -> "not to be run"))
                .reason();
    }

    /** An instance that dies in its action: its store hears no more of it. */
    private void crash(String name, String key, AfterCrash afterCrash) {
        IdempotentOperation<String> dying = operation(new DyingStore(store()), name, afterCrash);
        assertThrows(
                Died.class,
                () -> run(dying, key, run -> {
                    run.checkpoint("charge", new byte[] {42});
                    throw new Died();
                }));
    }

    @Test
    default void theSecondCallGetsTheResultOfTheFirst() {
        AtomicInteger runs = new AtomicInteger();
        IdempotentOperation<String> here = operation("pay", AfterCrash.RERUN);
        IdempotentOperation<String> there = operation("pay", AfterCrash.REFUSE);
        assertEquals("1", run(here, "key", run -> "" + runs.incrementAndGet()));
        assertEquals("1", run(here, "key", run -> "" + runs.incrementAndGet()));
        assertEquals("1", run(there, "key", run -> "" + runs.incrementAndGet()));
        assertEquals(1, runs.get());
    }

    @Test
    default void keysOfOthersAndOfOtherOperationsAreOtherKeys() {
        IdempotencyStore store = store();
        IdempotentOperation<String> pay = operation(store, "pay", AfterCrash.RERUN);
        IdempotentOperation<String> refund = operation(store, "refund", AfterCrash.RERUN);
        Fingerprint payload = Fingerprint.of("payload");
        List<String> downstream = new ArrayList<>();
        for (IdempotentOperation<String> operation : List.of(pay, refund)) {
            for (String principal : List.of("ab", "a", "user\u00e9")) {
                for (String key : List.of("c", "bc")) {
                    String mine = operation + principal + key;
                    assertEquals(mine, operation.run(principal, key, payload, run -> {
                        downstream.add(run.keyFor("psp"));
                        return mine;
                    }));
                }
            }
        }
        assertEquals(12, downstream.stream().distinct().count());
    }

    @Test
    default void everyAttemptHasTheSameKeysForOthersAndAHigherFence() {
        List<String> keys = new ArrayList<>();
        List<Long> fences = new ArrayList<>();
        IdempotentOperation<String> operation = operation("pay", AfterCrash.RERUN);
        for (int i = 1; i <= 3; i++) {
            int attempt = i;
            assertThrows(
                    IOException.class,
                    () -> run(operation, "key", run -> {
                        assertEquals(attempt, run.attempt());
                        assertTrue(run.stillOwner());
                        assertFalse(run.remaining().isZero());
                        keys.add(run.keyFor("psp"));
                        fences.add(run.fence());
                        assertNotEquals(run.keyFor("psp"), run.keyFor("mail"));
                        throw new IOException("connection reset");
                    }));
        }
        assertEquals(1, keys.stream().distinct().count());
        assertEquals(fences.stream().sorted().distinct().toList(), fences);
    }

    @Test
    default void afterACrashTheNextRunsAgainAndSeesWhatWasLeft() {
        crash("pay", "key", AfterCrash.RERUN);
        IdempotentOperation<String> operation = operation("pay", AfterCrash.RERUN);
        assertEquals(IdempotencyRefusal.RUNNING, refused(operation, "key"));
        elapse(PAST_THE_LEASE);
        assertEquals(
                "2 *",
                run(
                        operation,
                        "key",
                        run -> run.attempt() + " "
                                + text(run.checkpoint("charge").orElseThrow())));
    }

    @Test
    default void afterACrashTheReconcilerDecides() {
        List<Reconciliation<String>> found = new ArrayList<>(
                List.of(Reconciliation.unknown(), Reconciliation.notDone(), Reconciliation.done("found")));
        IdempotentOperation<String> operation = Idempotency.create(store())
                .operation(
                        "pay",
                        Text.CODEC,
                        AfterCrash.RECONCILE,
                        o -> o.reconciler(run -> {
                            assertEquals("*", text(run.checkpoint("charge").orElseThrow()));
                            return found.remove(0);
                        }));
        crash("pay", "key", AfterCrash.RERUN);
        elapse(PAST_THE_LEASE);

        assertEquals(IdempotencyRefusal.OUTCOME_UNKNOWN, refused(operation, "key"));
        assertThrows(
                IOException.class,
                () -> run(operation, "key", run -> {
                    assertEquals(3, run.attempt());
                    throw new IOException("and again");
                }));
        assertEquals("found", run(operation, "key", run -> "not to be run"));
        assertEquals("found", run(operation, "key", run -> "not to be run"));
        assertEquals(List.of(), found);
    }

    @Test
    default void aReconcilerThatThrowsIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        IdempotentOperation<String> operation = Idempotency.create(store())
                .operation(
                        "pay",
                        Text.CODEC,
                        AfterCrash.RECONCILE,
                        o -> o.reconciler(run -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new IllegalStateException("the provider is down");
                            }
                            return Reconciliation.done("found");
                        }));
        crash("pay", "key", AfterCrash.RERUN);
        elapse(PAST_THE_LEASE);
        assertThrows(IllegalStateException.class, () -> run(operation, "key", run -> "not to be run"));
        assertEquals("found", run(operation, "key", run -> "not to be run"));
    }

    @Test
    default void afterACrashTheKeyIsRefusedUntilSomebodyHasLooked() {
        IdempotentOperation<String> operation = operation("pay", AfterCrash.REFUSE);
        crash("pay", "one", AfterCrash.REFUSE);
        crash("pay", "two", AfterCrash.REFUSE);
        assertEquals(
                IdempotencyRefusal.RUNNING,
                assertThrows(
                                IdempotencyException.class,
                                () -> operation.resolve("user", "one", Reconciliation.notDone()))
                        .reason());
        elapse(PAST_THE_LEASE);
        assertEquals(IdempotencyRefusal.UNRESOLVED, refused(operation, "one"));
        assertEquals(IdempotencyRefusal.UNRESOLVED, refused(operation, "one"));

        assertTrue(operation.resolve("user", "one", Reconciliation.done("found")));
        assertTrue(operation.resolve("user", "two", Reconciliation.notDone()));
        assertFalse(operation.resolve("user", "three", Reconciliation.notDone()));

        assertEquals("found", run(operation, "one", run -> "not to be run"));
        assertEquals("run", run(operation, "two", run -> "run"));
        assertFalse(operation.resolve("user", "two", Reconciliation.notDone()));
    }

    @Test
    default void anExceptionSaysNothingOfWhatHappenedUnlessTheActionDoes() {
        IdempotentOperation<String> operation = Idempotency.create(store())
                .operation(
                        "pay",
                        Text.CODEC,
                        AfterCrash.REFUSE,
                        o -> o.notDoneAfter(IllegalArgumentException.class::isInstance));
        assertThrows(
                IllegalArgumentException.class,
                () -> run(operation, "key", run -> {
                    throw new IllegalArgumentException("no such account");
                }));
        assertThrows(
                NotDoneException.class,
                () -> run(operation, "key", run -> {
                    throw new NotDoneException("the provider is closed", null);
                }));
        assertThrows(
                IOException.class,
                () -> run(operation, "key", run -> {
                    throw new IOException("connection reset");
                }));
        assertEquals(IdempotencyRefusal.UNRESOLVED, refused(operation, "key"));
    }

    @Test
    default void whoLostTheLeaseReturnsTheWinnersResult() {
        IdempotentOperation<String> paused = operation("pay", AfterCrash.RERUN);
        IdempotentOperation<String> winner = operation("pay", AfterCrash.RERUN);
        assertEquals("winner", run(paused, "key", run -> {
            elapse(PAST_THE_LEASE);
            assertEquals("winner", run(winner, "key", next -> "winner"));
            return "loser";
        }));
        assertEquals("winner", run(paused, "other", run -> {
            elapse(PAST_THE_LEASE);
            assertEquals("winner", run(winner, "other", next -> "winner"));
            run.checkpoint("step", new byte[1]);
            return "loser";
        }));
        assertEquals("winner", run(paused, "third", run -> {
            elapse(PAST_THE_LEASE);
            assertEquals("winner", run(winner, "third", next -> "winner"));
            throw new IllegalStateException("told to stop");
        }));
    }

    @Test
    default void whoLostTheLeaseToARunningOneIsToldSo() {
        IdempotentOperation<String> paused = operation("pay", AfterCrash.RERUN);
        AtomicInteger told = new AtomicInteger();
        IdempotencyException lost = assertThrows(
                IdempotencyException.class,
                () -> run(paused, "key", run -> {
                    elapse(PAST_THE_LEASE);
                    crash("pay", "key", AfterCrash.RERUN);
                    assertThrows(IdempotencyException.class, () -> run.checkpoint("step", new byte[1]));
                    assertFalse(run.stillOwner());
                    run.onLost(told::incrementAndGet);
                    return "loser";
                }));
        assertEquals(IdempotencyRefusal.TAKEN_OVER, lost.reason());
        assertTrue(lost.retryAfter().isPresent());
    }

    @Test
    default void operationsMayBeNested() {
        IdempotencyStore store = store();
        IdempotentOperation<String> order = operation(store, "order", AfterCrash.RERUN);
        IdempotentOperation<String> pay = operation(store, "pay", AfterCrash.RERUN);
        String result = run(order, "key", run -> "ordered and " + run(pay, run.keyFor("pay"), inner -> "paid"));
        assertEquals("ordered and paid", result);
        assertEquals("ordered and paid", run(order, "key", run -> "not to be run"));
    }

    @Test
    default void roundTripsAreAsPromised() {
        IdempotentOperation<String> operation = operation("pay", AfterCrash.RERUN);
        run(operation, "warm", run -> "up");
        assertCost(2, "a first run", () -> run(operation, "key", run -> "done"));
        assertCost(1, "a replay", () -> run(operation, "key", run -> "not to be run"));
        assertCost(
                1,
                "a refusal for another payload",
                () -> assertThrows(
                        IdempotencyException.class,
                        () -> operation.run("user", "key", Fingerprint.of("other"), run -> "not to be run")));
        crash("pay", "crashed", AfterCrash.RERUN);
        assertCost(1, "a refusal while it runs", () -> refused(operation, "crashed"));
        elapse(PAST_THE_LEASE);
        assertEquals("warm", operation.run("user", "again", Fingerprint.of("payload"), run -> "warm"));
        assertCost(2, "a takeover and its result", () -> run(operation, "crashed", run -> "done"));
    }

    private void assertCost(long roundTrips, String what, Runnable call) {
        long before = roundTrips().orElse(0);
        call.run();
        roundTrips().ifPresent(after -> assertEquals(roundTrips, after - before, what));
    }
}
