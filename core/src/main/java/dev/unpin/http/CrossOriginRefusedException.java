package dev.unpin.http;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * A browser sent a request that changes something on behalf of another origin; it was refused before anything was read
 * or stored. Code {@code cross-origin-refused}, effect {@link Effect#REFUSED}, HTTP status 403.
 */
public final class CrossOriginRefusedException extends UnpinException {
    private static final long serialVersionUID = 1L;

    CrossOriginRefusedException(String message) {
        super("cross-origin-refused", Effect.REFUSED, 403, message, null);
    }
}
