package dev.unpin.idempotency;

/**
 * What is done about a run that broke off: its instance died, was cut off, or the action threw, and nobody can say what
 * it did before. There is no default, since only who knows the effects can choose.
 */
public enum AfterCrash {
    /**
     * The next call runs the action again. For actions that may be repeated: because what they call takes
     * {@link Run#keyFor}, checks {@link Run#fence}, or is idempotent by itself.
     */
    RERUN,

    /** The next call first asks a {@link Reconciler} what has happened. */
    RECONCILE,

    /**
     * The key is refused until somebody has looked and said what has happened, by {@link IdempotentOperation#resolve},
     * or the retention is over.
     */
    REFUSE
}
