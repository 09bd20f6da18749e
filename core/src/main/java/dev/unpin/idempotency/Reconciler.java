package dev.unpin.idempotency;

/**
 * Finds out what a run did that broke off, for instance by asking the payment provider about {@link Run#keyFor}, or by
 * {@linkplain Run#checkpoint(String) what it left}. Thread-safe.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Reconciler<T> {
    /**
     * Finds it out. Only one caller does so at a time, and if it throws, the next one will.
     *
     * @param run the new run, which goes on if nothing was done
     * @return what is known now
     */
    Reconciliation<T> reconcile(Run run);
}
