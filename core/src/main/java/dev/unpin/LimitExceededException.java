package dev.unpin;

import java.util.Objects;

/**
 * Something given was larger than a limit allows; nothing was stored. Code {@code limit-exceeded}, effect
 * {@link Effect#REFUSED}, HTTP status 413.
 */
public final class LimitExceededException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private final String limit;
    private final long allowed;

    /**
     * Reports an exceeded limit.
     *
     * @param limit the limit's name, as its builder method is called
     * @param allowed the largest size allowed
     * @param message what was too large, by how much, and what to do
     */
    public LimitExceededException(String limit, long allowed, String message) {
        super("limit-exceeded", Effect.REFUSED, 413, message, null);
        this.limit = Objects.requireNonNull(limit, "limit");
        this.allowed = allowed;
    }

    /**
     * Returns the name of the limit, as its builder method is called.
     *
     * @return for instance {@code maxValueBytes}
     */
    public String limit() {
        return limit;
    }

    /**
     * Returns the largest size allowed, in the unit of the limit.
     *
     * @return a positive number
     */
    public long allowed() {
        return allowed;
    }
}
