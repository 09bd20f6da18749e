package dev.unpin.session;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * A request came without the token of its session, or with that of another session or of a time before the sign-in: a
 * page of another site may have sent it, or its form is older than the sign-in. Nothing was done. Code
 * {@code csrf-token-refused}, effect {@link Effect#REFUSED}, HTTP status 403.
 */
public final class CsrfTokenException extends UnpinException {
    private static final long serialVersionUID = 1L;

    CsrfTokenException() {
        super(
                "csrf-token-refused",
                Effect.REFUSED,
                403,
                "The form's token does not belong to this session; load the page again and send it from there",
                null);
    }
}
