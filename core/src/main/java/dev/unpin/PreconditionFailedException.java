package dev.unpin;

/**
 * What is stored did not meet the {@link Condition} of a write; nothing was written. Read it again and decide anew.
 * Code {@code precondition-failed}, effect {@link Effect#REFUSED}, HTTP status 412.
 */
public final class PreconditionFailedException extends UnpinException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a condition that was not met.
     *
     * @param message what was to be written, and what was demanded
     */
    public PreconditionFailedException(String message) {
        super("precondition-failed", Effect.REFUSED, 412, message, null);
    }
}
