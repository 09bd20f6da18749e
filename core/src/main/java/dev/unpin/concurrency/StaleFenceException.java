package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * A later holder of the lock has been here already; nothing was changed. Code {@code stale-fence}, effect
 * {@link Effect#REFUSED}, HTTP status 409.
 */
public final class StaleFenceException extends UnpinException {
    private static final long serialVersionUID = 1L;

    StaleFenceException(long fence, long newest) {
        super(
                "stale-fence",
                Effect.REFUSED,
                409,
                "the fence " + fence + " is older than " + newest + ", which was here before",
                null);
    }
}
