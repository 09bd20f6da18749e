package dev.unpin.seal;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * A sealed text was not sealed by this service for this purpose, was changed on its way, or has expired; nothing of it
 * is believed. Code {@code seal-invalid}, {@code seal-expired} or {@code seal-key-unknown}, effect
 * {@link Effect#REFUSED}, HTTP status 400.
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

    static SealException keyUnknown(String id) {
        return new SealException(
                "seal-key-unknown", "this was sealed with key " + id + ", which is not here; add it with alsoOpening");
    }

    /**
     * Tells what was sealed with a key that is not among those given from all else. Nothing proves that there ever was
     * such a key.
     *
     * @return true if the key is unknown
     */
    public boolean isKeyUnknown() {
        return code().equals("seal-key-unknown");
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
