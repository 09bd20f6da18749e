package dev.unpin;

/**
 * A request that has to be conditional carried no condition (RFC 6585, section 3); nothing was written. Code
 * {@code precondition-required}, effect {@link Effect#REFUSED}, HTTP status 428.
 */
public final class PreconditionRequiredException extends UnpinException {
    private static final long serialVersionUID = 1L;

    /**
     * Reports a missing condition.
     *
     * @param header the header that was missing, for instance {@code If-Match}
     */
    public PreconditionRequiredException(String header) {
        super(
                "precondition-required",
                Effect.REFUSED,
                428,
                "the request needs the header " + header + ": read the resource, and send the ETag of what was read",
                null);
    }
}
