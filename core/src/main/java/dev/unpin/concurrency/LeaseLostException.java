package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * The lock is not held any more: its lease has ended, was closed, or the store has lost it. Code {@code lease-lost},
 * effect {@link Effect#REFUSED}, HTTP status 409.
 */
public final class LeaseLostException extends UnpinException {
    private static final long serialVersionUID = 1L;

    LeaseLostException(String name) {
        super("lease-lost", Effect.REFUSED, 409, "the lock " + name + " is not held any more", null);
    }
}
