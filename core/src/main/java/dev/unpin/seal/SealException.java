package dev.unpin.seal;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * A sealed text was not sealed by this service for this purpose, was changed on its way, or has expired; nothing of it
 * is believed. Code {@code seal-invalid} or {@code seal-expired}, effect {@link Effect#REFUSED}, HTTP status 400.
 */
public final class SealException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private SealException(String code, String message) {
        super(code, Effect.REFUSED, 400, message, null);
    }

    static SealException invalid() {
        return new SealException("seal-invalid", "this was not issued by this service, or not for this purpose");
    }

    static SealException expired() {
        return new SealException("seal-expired", "this has expired; ask for a new one");
    }

    /**
     * Tells a text that was genuine, but came too late, from all others.
     *
     * @return true if it has expired
     */
    public boolean isExpired() {
        return code().equals("seal-expired");
    }
}
