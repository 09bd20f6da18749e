package dev.unpin.idempotency;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that broke off. Immutable.
 *
 * @param <T> the type of the result
 */
public final class Reconciliation<T> {
    private final Outcome outcome;
    private final @Nullable T result;

    private Reconciliation(Outcome outcome, @Nullable T result) {
        this.outcome = outcome;
        this.result = result;
    }

    /**
     * It had happened.
     *
     * @param <T> the type of the result
     * @param result the result, which this and all later calls get
     * @return a reconciliation with {@link Outcome#DONE}
     */
    public static <T> Reconciliation<T> done(T result) {
        return new Reconciliation<>(Outcome.DONE, Objects.requireNonNull(result, "result"));
    }

    /**
     * Nothing had happened: the action may run.
     *
     * @param <T> the type of the result
     * @return a reconciliation with {@link Outcome#NOT_DONE}
     */
    public static <T> Reconciliation<T> notDone() {
        return new Reconciliation<>(Outcome.NOT_DONE, null);
    }

    /**
     * It cannot be told now; the next call asks again.
     *
     * @param <T> the type of the result
     * @return a reconciliation with {@link Outcome#UNKNOWN}
     */
    public static <T> Reconciliation<T> unknown() {
        return new Reconciliation<>(Outcome.UNKNOWN, null);
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Outcome outcome() {
        return outcome;
    }

    /**
     * Returns the result.
     *
     * @return the result
     * @throws IllegalStateException unless the outcome is {@link Outcome#DONE}
     */
    public T result() {
        if (result == null) {
            throw new IllegalStateException("no result of what is " + outcome);
        }
        return result;
    }

    /** Shows the case alone. */
    @Override
    public String toString() {
        return "Reconciliation[" + outcome + "]";
    }
}
