package dev.unpin.idempotency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by an action to say that it has had no effect: the key is free for another run, whatever {@link AfterCrash}
 * says. Code {@code not-done}, effect {@link Effect#REFUSED}, HTTP status 503.
 */
public final class NotDoneException extends UnpinException {
    private static final long serialVersionUID = 1L;

    /**
     * Says that nothing was done.
     *
     * @param message why, for people; no secrets
     * @param cause what led to it, if anything
     */
    public NotDoneException(String message, @Nullable Throwable cause) {
        super("not-done", Effect.REFUSED, 503, message, cause);
    }
}
