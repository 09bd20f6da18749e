package dev.unpin.session;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * The session was signed out or expired while this request was using it; nothing was stored, and the session stays
 * ended. Code {@code session-ended}, effect {@link Effect#REFUSED}, HTTP status 409.
 */
public final class SessionEndedException extends UnpinException {
    private static final long serialVersionUID = 1L;

    SessionEndedException(String message) {
        super("session-ended", Effect.REFUSED, 409, message, null);
    }
}
