package dev.unpin.idempotency;

import dev.unpin.StoreException;
import dev.unpin.idempotency.spi.BeginReply;
import dev.unpin.idempotency.spi.BeginRequest;
import dev.unpin.idempotency.spi.ClaimReply;
import dev.unpin.idempotency.spi.Ending;
import dev.unpin.retry.Backoff;
import java.time.Duration;
import java.util.Objects;

/**
 * Something that is to be done once per key. Immutable and thread-safe; made once, by {@link Idempotency#operation}.
 *
 * @param <T> the type of the result
 */
public final class IdempotentOperation<T> {
    private static final String RECORD = "unpin-idempotency-1";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(400);

    private final IdempotencySettings settings;
    private final OperationSettings<T> operation;
    private final Results<T> results;

    IdempotentOperation(IdempotencySettings settings, OperationSettings<T> operation) {
        this.settings = settings;
        this.operation = operation;
        this.results = new Results<>(settings, operation.codec(), operation.retention());
    }

    /**
     * Runs the action, or returns the result of the call that ran it before. Two round trips for a run, one for a
     * result; more where it waits, leaves checkpoints, runs for longer than a third of its lease, or has an overflow.
     *
     * <p>What the action throws is thrown on, once the store has been told; whether that releases the key or counts as
     * a crash is said by {@link OperationOptions#notDoneAfter}. If another run has taken over and finished meanwhile,
     * this call returns that one's result instead of its own, or of what was thrown.
     *
     * @param <E> what the action may throw
     * @param principal whose key it is: a user, a client, a tenant, as told by authentication and never by the request;
     *     1 to 512 characters
     * @param key the key: 1 to 255 characters
     * @param payload what was asked for
     * @param action does it
     * @return the result, of this call or of an earlier one
     * @throws E what the action throws
     * @throws IdempotencyException if there is no result to give, for one of the reasons of {@link IdempotencyRefusal}
     * @throws StoreException if the store failed before the action ran, which then has not run
     */
    public <E extends Exception> T run(String principal, String key, Fingerprint payload, Action<T, E> action)
            throws E {
        return attempt(principal, key, payload, action).result();
    }

    /**
     * Says what a run did that broke off, for operations that {@link AfterCrash#REFUSE}; the payload does not matter. A
     * call for operators: nobody else knows. Two round trips.
     *
     * @param principal whose key it is
     * @param key the key
     * @param found {@linkplain Reconciliation#done done}, with the result that later calls get, or
     *     {@linkplain Reconciliation#notDone not done}, and the next call runs
     * @return false if there was nothing to say: nothing has run, or it has ended as it should
     * @throws IdempotencyException {@link IdempotencyRefusal#RUNNING} if it is still running
     * @throws IllegalArgumentException if {@code found} does not say what happened
     * @throws StoreException if the store is down, silent or refuses to work
     */
    public boolean resolve(String principal, String key, Reconciliation<T> found) {
        if (found.outcome() == Outcome.UNKNOWN) {
            throw new IllegalArgumentException("a resolution says what has happened");
        }
        long asked = System.nanoTime();
        BeginReply begun = settings.store().begin(request(record(principal, key), "", BeginRequest.Intent.RESOLVE));
        return switch (begun.status()) {
            case RUN, TAKEOVER -> {
                Run run = new Run(settings, operation, begun, asked);
                try {
                    if (found.outcome() == Outcome.DONE) {
                        complete(run, found.result());
                    } else {
                        giveUp(run, Ending.RELEASED);
                    }
                } finally {
                    run.end();
                }
                yield true;
            }
            case BUSY -> throw IdempotencyException.running(operation.name(), begun.leaseLeft());
            case REPLAY, MISMATCH, ABANDONED, LATE, NOTHING -> false;
        };
    }

    /** A result, and whether it is an earlier call's. */
    record Answered<T>(T result, boolean replayed) {}

    <E extends Exception> Answered<T> attempt(String principal, String key, Fingerprint payload, Action<T, E> action)
            throws E {
        Objects.requireNonNull(action, "action");
        String record = record(principal, key);
        Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, operation.waitUpTo(), settings.random());
        while (true) {
            long asked = System.nanoTime();
            BeginReply begun = settings.store().begin(request(record, payload.text(), intent()));
            switch (begun.status()) {
                case RUN, TAKEOVER -> {
                    Run run = new Run(settings, operation, begun, asked);
                    try {
                        return begun.status() == BeginReply.Status.RUN
                                ? execute(run, action)
                                : takeOver(run, record, action);
                    } finally {
                        run.end();
                    }
                }
                case REPLAY -> {
                    settings.tell(new IdempotencyEvent.Replayed(operation.name(), record));
                    return new Answered<>(results.read(begun.result()), true);
                }
                case BUSY -> {
                    if (!backoff.pause(0, begun.leaseLeft().plusMillis(1).toNanos())) {
                        throw IdempotencyException.running(operation.name(), begun.leaseLeft());
                    }
                }
                case LATE -> throw IdempotencyException.running(operation.name(), Duration.ofSeconds(1));
                case MISMATCH -> {
                    settings.tell(new IdempotencyEvent.Mismatched(operation.name(), record));
                    throw IdempotencyException.of(
                            IdempotencyRefusal.PAYLOAD_MISMATCH,
                            "this Idempotency-Key was used with another payload; use a new key for a new request");
                }
                case ABANDONED ->
                    throw IdempotencyException.of(
                            IdempotencyRefusal.UNRESOLVED,
                            "an earlier run of " + operation.name()
                                    + " broke off, and nobody has said what it did; see IdempotentOperation.resolve(…)");
                case NOTHING -> throw new IllegalStateException("a store found nothing to run");
            }
        }
    }

    private <E extends Exception> Answered<T> takeOver(Run run, String record, Action<T, E> action) throws E {
        settings.tell(new IdempotencyEvent.TakenOver(operation.name(), record, run.attempt()));
        Reconciler<T> reconciler = operation.reconciler();
        if (reconciler == null) {
            return execute(run, action);
        }
        Reconciliation<T> found;
        try {
            found = Objects.requireNonNull(reconciler.reconcile(run), "reconciliation");
        } catch (RuntimeException | Error e) {
            giveUpAfter(run, Ending.LAPSED, e);
            throw e;
        }
        return switch (found.outcome()) {
            case DONE -> complete(run, found.result());
            case NOT_DONE -> execute(run, action);
            case UNKNOWN -> {
                giveUp(run, Ending.LAPSED);
                throw IdempotencyException.unknown(
                        "an earlier run of " + operation.name()
                                + " broke off, and it cannot be told now what it did; repeat with the same key",
                        Duration.ofSeconds(1),
                        null);
            }
        };
    }

    private <E extends Exception> Answered<T> execute(Run run, Action<T, E> action) throws E {
        T result;
        Outcome outcome;
        try {
            result = Objects.requireNonNull(action.run(run), "result of the action");
            outcome = Objects.requireNonNull(operation.outcome().apply(result), "outcome");
        } catch (Throwable thrown) {
            giveUpAfter(run, operation.notDone().test(thrown) ? Ending.RELEASED : Ending.LAPSED, thrown);
            byte[] winners = run.winnersResult().orElse(null);
            if (winners != null && !(thrown instanceof Error)) {
                return new Answered<>(results.read(winners), true);
            }
            throw thrown;
        }
        return switch (outcome) {
            case DONE -> complete(run, result);
            case NOT_DONE -> giveUp(run, Ending.RELEASED, result);
            case UNKNOWN -> giveUp(run, Ending.LAPSED, result);
        };
    }

    private Answered<T> complete(Run run, T result) {
        ClaimReply reply;
        try {
            byte[] stored = results.write(result, run.claim());
            reply = settings.store().complete(run.claim(), stored, operation.retention());
        } catch (StoreException e) {
            settings.tell(new IdempotencyEvent.Unrecorded(
                    operation.name(), run.claim().id(), e));
            // Nothing is told of a result that is not certain to be the one that all others will get.
            throw IdempotencyException.unknown(
                    "what " + operation.name() + " did may not have been recorded; repeat with the same key",
                    operation.lease(),
                    e);
        } catch (RuntimeException e) {
            giveUpAfter(run, Ending.LAPSED, e);
            throw e;
        }
        return reply.status() == ClaimReply.Status.OK ? new Answered<>(result, false) : winnersAnswer(run, reply);
    }

    private Answered<T> giveUp(Run run, Ending ending, T result) {
        ClaimReply reply;
        try {
            reply = settings.store().giveUp(run.claim(), ending);
        } catch (StoreException e) {
            settings.tell(new IdempotencyEvent.Unrecorded(
                    operation.name(), run.claim().id(), e));
            return new Answered<>(result, false); // nothing was promised about it; the lease ends by itself
        }
        return reply.result().isEmpty() ? new Answered<>(result, false) : winnersAnswer(run, reply);
    }

    private void giveUp(Run run, Ending ending) {
        ClaimReply reply = settings.store().giveUp(run.claim(), ending);
        if (reply.status() == ClaimReply.Status.LOST) {
            throw run.takenOver(reply);
        }
    }

    /** Tells the store that the run has failed; that it could not be told either is worth a note, and no more. */
    private void giveUpAfter(Run run, Ending ending, Throwable failure) {
        try {
            ClaimReply reply = settings.store().giveUp(run.claim(), ending);
            if (reply.status() == ClaimReply.Status.LOST) {
                failure.addSuppressed(run.takenOver(reply));
            }
        } catch (StoreException e) {
            settings.tell(new IdempotencyEvent.Unrecorded(
                    operation.name(), run.claim().id(), e));
            failure.addSuppressed(e);
        }
    }

    /** What the run that took over has answered is the answer of the key. */
    private Answered<T> winnersAnswer(Run run, ClaimReply reply) {
        IdempotencyException lost = run.takenOver(reply);
        byte[] winners = reply.result().orElseThrow(() -> lost);
        return new Answered<>(results.read(winners), true);
    }

    private BeginRequest.Intent intent() {
        return operation.afterCrash() == AfterCrash.REFUSE
                ? BeginRequest.Intent.RUN_UNLESS_LAPSED
                : BeginRequest.Intent.RUN;
    }

    private BeginRequest request(String record, String fingerprint, BeginRequest.Intent intent) {
        return new BeginRequest(
                record, fingerprint, settings.newOwner(), intent, operation.lease(), operation.retention());
    }

    /** A hash, so that a store knows neither who asks nor with which key. */
    private String record(String principal, String key) {
        return Fingerprint.hash(RECORD, operation.name(), Names.principal(principal), Names.key(key));
    }

    /** Shows the name alone. */
    @Override
    public String toString() {
        return "IdempotentOperation[" + operation.name() + "]";
    }
}
