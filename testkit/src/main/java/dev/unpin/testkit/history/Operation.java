package dev.unpin.testkit.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call in a history, with the order of its beginning and end among all others. Immutable.
 *
 * @param began the place of its beginning in the order of all beginnings and ends
 * @param ended the place of its end, {@link #NEVER} if the outcome is unknown
 * @param call what was asked
 * @param answer what was answered, or null if the outcome is unknown
 * @param <C> what may be asked
 * @param <R> what may be answered
 */
public record Operation<C, R>(
        long began, long ended, C call, @Nullable R answer) {
    /** Where an unknown operation ends: it may take effect at any time after its beginning, or not at all. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Makes an operation.
     *
     * @param began the place of its beginning
     * @param ended the place of its end, later than its beginning
     * @param call what was asked
     * @param answer what was answered, or null exactly if it ends {@link #NEVER}
     * @throws IllegalArgumentException if it ends before it begins, or has an answer without an end or the reverse
     */
    public Operation {
        Objects.requireNonNull(call, "call");
        if (ended <= began) {
            throw new IllegalArgumentException(
                    "an operation ends after it begins, not at " + ended + " after " + began);
        }
        if ((answer == null) != (ended == NEVER)) {
            throw new IllegalArgumentException("an operation has an answer exactly if it ends, unlike " + call);
        }
    }

    /**
     * Tells whether nobody knows what became of it.
     *
     * @return true if it may have happened, may happen later, or never
     */
    public boolean isUnknown() {
        return ended == NEVER;
    }
}
