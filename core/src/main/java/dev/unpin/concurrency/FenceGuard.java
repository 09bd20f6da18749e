package dev.unpin.concurrency;

import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * How what is protected refuses a holder whose lock has passed to a later one: it keeps the highest
 * {@linkplain Lease#fence() fence} that has changed it, and lets no lower one change it any more. Immutable and
 * thread-safe.
 *
 * <p>The fence has to be kept with what it protects, and be looked at in the same atomic step as the change. In a
 * record, or whatever else is updated by a function:
 *
 * <pre>{@code
 * record Report(String text, long fence) {
 *     Report withFence(long newest) {
 *         return new Report(text, newest);
 *     }
 * }
 *
 * FenceGuard<Report> guard = FenceGuard.of(Report::fence, Report::withFence);
 * reports.update("today", guard.by(lease.fence(), report -> report.plus(line)));       // or StaleFenceException
 * }</pre>
 *
 * <p>In SQL, by the condition of the change; no row changed is a refusal:
 *
 * <pre>{@code
 * UPDATE report SET text = ?, fence = ? WHERE id = ? AND fence <= ?
 * }</pre>
 *
 * <p>In a script of Redis, whose resource is a hash:
 *
 * <pre>{@code
 * local newest = tonumber(redis.call('HGET', KEYS[1], 'fence') or 0)
 * if tonumber(ARGV[1]) < newest then return {'STALE_FENCE'} end
 * redis.call('HSET', KEYS[1], 'fence', ARGV[1], 'text', ARGV[2])
 * return {'OK'}
 * }</pre>
 *
 * <p>A resource that loses what it has acknowledged forgets fences with it: a guard is as good as its store. So does
 * one that is removed: mark it as gone instead, for as long as holders can be late.
 *
 * @param <T> the type of what is protected
 */
public final class FenceGuard<T> {
    private final ToLongFunction<T> read;
    private final Stamp<T> stamp;

    private FenceGuard(ToLongFunction<T> read, Stamp<T> stamp) {
        this.read = read;
        this.stamp = stamp;
    }

    /**
     * Writes a fence into a value.
     *
     * @param <T> the type of the value
     */
    @FunctionalInterface
    public interface Stamp<T> {
        /**
         * Makes the same value with another fence.
         *
         * @param value the value
         * @param fence the fence of who has changed it
         * @return the value with the fence
         */
        T with(T value, long fence);
    }

    /**
     * Guards values that hold a fence.
     *
     * @param read tells the fence in a value, 0 if nobody has changed it yet
     * @param stamp puts a fence into a value
     * @param <T> the type of the values
     * @return a guard
     */
    public static <T> FenceGuard<T> of(ToLongFunction<T> read, Stamp<T> stamp) {
        return new FenceGuard<>(Objects.requireNonNull(read, "read"), Objects.requireNonNull(stamp, "stamp"));
    }

    /**
     * Makes a change that refuses a value which a later fence has changed.
     *
     * @param fence the fence of whoever makes the change
     * @param change what to do
     * @return the guarded change, which throws {@link StaleFenceException}; for {@link Records#update} and its like
     */
    public UnaryOperator<T> by(long fence, UnaryOperator<T> change) {
        Objects.requireNonNull(change, "change");
        return value -> {
            long newest = read.applyAsLong(value);
            if (fence < newest) {
                throw new StaleFenceException(fence, newest);
            }
            return stamp.with(change.apply(value), fence);
        };
    }
}
