package dev.unpin.idempotency;

import dev.unpin.codec.Codec;
import dev.unpin.settings.Bounds;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an operation does differently from the defaults; filled in where the operation is defined. Not thread-safe.
 *
 * @param <T> the type of the result
 */
public final class OperationOptions<T> {
    private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
    private static final Duration LONGEST_LEASE = Duration.ofHours(1);
    private static final Duration LONGEST_RUN = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3_650);

    private Duration retention = Duration.ofHours(24);
    private Duration lease = Duration.ofSeconds(30);
    private Duration maxRunTime = Duration.ofMinutes(5);
    private Duration waitUpTo = Duration.ZERO;
    private @Nullable Reconciler<T> reconciler;
    private Predicate<? super Throwable> notDone = NotDoneException.class::isInstance;
    private Function<? super T, Outcome> outcome;

    OperationOptions(Function<? super T, Outcome> outcome) {
        this.outcome = outcome;
    }

    /**
     * Sets how long a result is kept, from the moment it is stored; 24 hours by default. Clients that repeat a request
     * later than this run it again.
     *
     * @param newRetention at least {@link #maxRunTime} and one {@link #lease}, at most ten years
     * @return this
     */
    public OperationOptions<T> retention(Duration newRetention) {
        retention = Bounds.between(SHORTEST_LEASE, newRetention, LONGEST_RETENTION, "retention");
        return this;
    }

    /**
     * Sets how long a run holds its key after the last sign of life; 30 seconds by default. It is renewed every third
     * of it while the action runs. So long others have to wait when an instance dies, and so long an instance may be
     * paused or cut off without losing its run.
     *
     * @param newLease 100 milliseconds to one hour
     * @return this
     */
    public OperationOptions<T> lease(Duration newLease) {
        lease = Bounds.between(SHORTEST_LEASE, newLease, LONGEST_LEASE, "lease");
        return this;
    }

    /**
     * Sets how long a run may hold its key at most; 5 minutes by default. An action that hangs loses its key then.
     *
     * @param maximum at least one {@link #lease}, at most one day
     * @return this
     */
    public OperationOptions<T> maxRunTime(Duration maximum) {
        maxRunTime = Bounds.between(SHORTEST_LEASE, maximum, LONGEST_RUN, "maxRunTime");
        return this;
    }

    /**
     * Sets how long a call waits for another one with the same key, instead of being refused at once; zero by default.
     * While it waits it asks the store a few times a second.
     *
     * @param longest zero to one hour
     * @return this
     */
    public OperationOptions<T> waitUpTo(Duration longest) {
        waitUpTo = Bounds.between(Duration.ZERO, longest, Duration.ofHours(1), "waitUpTo");
        return this;
    }

    /**
     * Sets who finds out what a run did that broke off; needed for {@link AfterCrash#RECONCILE}, and for nothing else.
     *
     * @param newReconciler asks around
     * @return this
     */
    public OperationOptions<T> reconciler(Reconciler<T> newReconciler) {
        reconciler = Objects.requireNonNull(newReconciler, "reconciler");
        return this;
    }

    /**
     * Says which exceptions of the action prove that nothing has happened, beside {@link NotDoneException}. After any
     * other the next call goes by {@link AfterCrash}: that an action failed says nothing of what it did before.
     *
     * @param proves true for such an exception
     * @return this
     */
    public OperationOptions<T> notDoneAfter(Predicate<? super Throwable> proves) {
        Objects.requireNonNull(proves, "proves");
        notDone = thrown -> thrown instanceof NotDoneException || proves.test(thrown);
        return this;
    }

    /**
     * Says what a result means: {@link Outcome#DONE} is kept and given to later calls; of the others this call alone is
     * told. By default everything is done; of HTTP answers 401, 403 and 429 are not done, and 5xx unknown.
     *
     * @param judge looks at a result
     * @return this
     */
    public OperationOptions<T> outcome(Function<? super T, Outcome> judge) {
        outcome = Objects.requireNonNull(judge, "judge");
        return this;
    }

    OperationSettings<T> freeze(String name, Codec<T> codec, AfterCrash afterCrash) {
        Objects.requireNonNull(afterCrash, "afterCrash");
        if ((afterCrash == AfterCrash.RECONCILE) != (reconciler != null)) {
            throw new IllegalArgumentException(
                    "a reconciler is needed for RECONCILE, and for nothing else; after a crash this operation does "
                            + afterCrash);
        }
        if (maxRunTime.compareTo(lease) < 0) {
            throw new IllegalArgumentException("maxRunTime is at least the lease of " + lease + ", not " + maxRunTime);
        }
        if (retention.compareTo(maxRunTime.plus(lease)) < 0) {
            throw new IllegalArgumentException("retention is at least maxRunTime and lease together, "
                    + maxRunTime.plus(lease) + ", not " + retention);
        }
        return new OperationSettings<>(
                Names.operation(name),
                Objects.requireNonNull(codec, "codec"),
                afterCrash,
                reconciler,
                retention,
                lease,
                maxRunTime,
                waitUpTo,
                notDone,
                outcome);
    }
}
