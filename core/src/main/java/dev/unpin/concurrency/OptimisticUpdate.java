package dev.unpin.concurrency;

import dev.unpin.retry.Backoff;
import dev.unpin.retry.RetryBudget;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * Reads, changes, and writes if nobody else did meanwhile; else again, until a deadline: for any store that can compare
 * and set. {@link Records#update} runs on it. Immutable and thread-safe; share one per place that may be contended.
 *
 * <p>Pauses between the tries are random (full jitter) and grow from a millisecond to a quarter of a second. Tries
 * beyond the first draw on a budget that all callers of this object share; when it is used up they wait for it, so a
 * hot row costs its store a bounded number of requests.
 *
 * <p>A row with a version column, over JDBC:
 *
 * <pre>{@code
 * record Account(long balance, long version) {
 *     Account plus(long amount) {
 *         return new Account(balance + amount, version);
 *     }
 * }
 *
 * OptimisticUpdate updates = OptimisticUpdate.create();
 * Account now = updates.update(
 *         () -> {
 *             try (PreparedStatement select = connection.prepareStatement(
 *                     "SELECT balance, version FROM account WHERE id = ?")) {
 *                 select.setLong(1, id);
 *                 try (ResultSet row = select.executeQuery()) {
 *                     row.next();
 *                     return new Account(row.getLong(1), row.getLong(2));
 *                 }
 *             }
 *         },
 *         account -> account.plus(50),
 *         (before, after) -> {
 *             try (PreparedStatement update = connection.prepareStatement(
 *                     "UPDATE account SET balance = ?, version = version + 1 WHERE id = ? AND version = ?")) {
 *                 update.setLong(1, after.balance());
 *                 update.setLong(2, id);
 *                 update.setLong(3, before.version());
 *                 return update.executeUpdate() == 1;
 *             }
 *         });
 * }</pre>
 *
 * <p>Each try needs a transaction of its own (here by auto-commit): inside one that repeats its reads, every further
 * try would read the same row again.
 */
public final class OptimisticUpdate {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final Duration timeout;
    private final RetryBudget budget;

    OptimisticUpdate(Duration timeout, int retriesPerSecond) {
        this.timeout = timeout;
        this.budget = new RetryBudget(retriesPerSecond);
    }

    /**
     * Reads the value together with whatever tells its versions apart.
     *
     * @param <V> the type of the value
     * @param <X> what reading may throw
     */
    @FunctionalInterface
    public interface Read<V, X extends Exception> {
        /**
         * Reads.
         *
         * @return the value as it is now
         * @throws X if it cannot be read; ends the update
         */
        V read() throws X;
    }

    /**
     * Writes the changed value if what is stored is still what was read, in one atomic step.
     *
     * @param <V> the type of the value
     * @param <X> what writing may throw
     */
    @FunctionalInterface
    public interface CompareAndSet<V, X extends Exception> {
        /**
         * Writes, or does nothing.
         *
         * @param before what was read
         * @param after what it was changed into
         * @return false if another version was stored, and nothing was written
         * @throws X if it cannot be told, or not be written; ends the update, and is never followed by another try
         */
        boolean compareAndSet(V before, V after) throws X;
    }

    /** One try of a loop that has its own way to read and write. */
    @FunctionalInterface
    interface Attempt<R> {
        /** Empty if another was faster. */
        Optional<R> tryOnce();
    }

    /**
     * Uses the defaults: 5 seconds, 1000 retries per second.
     *
     * @return an object of its own, with a budget of its own
     */
    public static OptimisticUpdate create() {
        return builder().build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder
     */
    public static OptimisticUpdateBuilder builder() {
        return new OptimisticUpdateBuilder();
    }

    /**
     * Changes a value depending on what it was. If the change leaves it as it was, by {@code equals}, nothing is
     * written.
     *
     * @param read reads the value; again at every try
     * @param change makes the new value; pure, since it runs once per try; what it throws ends the update, and nothing
     *     is written
     * @param compareAndSet writes it if nothing has changed meanwhile
     * @param <V> the type of the value
     * @param <X> what reading and writing may throw
     * @return the value as it was written
     * @throws X what reading or writing threw
     * @throws UpdateConflictException if others were faster until the deadline, or the thread was interrupted
     */
    public <V, X extends Exception> V update(
            Read<V, X> read, UnaryOperator<V> change, CompareAndSet<V, X> compareAndSet) throws X {
        Objects.requireNonNull(read, "read");
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(compareAndSet, "compareAndSet");
        Backoff backoff = backoff();
        while (true) {
            V before = Objects.requireNonNull(read.read(), "the value read");
            V after = Objects.requireNonNull(change.apply(before), "the changed value");
            if (after.equals(before) || compareAndSet.compareAndSet(before, after)) {
                return after;
            }
            pauseOrGiveUp(backoff, "the value");
        }
    }

    <R> R run(String what, Attempt<R> attempt) {
        Backoff backoff = backoff();
        while (true) {
            Optional<R> done = attempt.tryOnce();
            if (done.isPresent()) {
                return done.get();
            }
            pauseOrGiveUp(backoff, what);
        }
    }

    private Backoff backoff() {
        return new Backoff(FIRST_PAUSE, LONGEST_PAUSE, timeout, ThreadLocalRandom.current());
    }

    private void pauseOrGiveUp(Backoff backoff, String what) {
        long wait = budget.take(backoff.remaining());
        if (wait < 0 || !backoff.pause(wait, Long.MAX_VALUE)) {
            throw new UpdateConflictException(what);
        }
    }
}
