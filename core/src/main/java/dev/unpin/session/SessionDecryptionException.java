package dev.unpin.session;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stored value could not be decrypted, and is not taken for anything else. It can still be set or removed. Code
 * {@code session-value-not-decrypted}, effect {@link Effect#REFUSED}, HTTP status 500.
 */
public final class SessionDecryptionException extends UnpinException {
    private static final long serialVersionUID = 1L;

    /** The cases. */
    public enum Reason {
        /** It names a key that this instance does not have. */
        KEY_UNKNOWN,
        /** It was changed, or belongs to another key, session or namespace, or is not a value of this format at all. */
        NOT_GENUINE,
        /** It is not encrypted, and plain values are not allowed here. */
        PLAIN,
        /** It is encrypted, and these sessions have no keys. */
        NO_KEYS
    }

    private final Reason reason;

    SessionDecryptionException(String key, Reason reason, @Nullable Throwable cause) {
        super("session-value-not-decrypted", Effect.REFUSED, 500, message(key, reason), cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Reason reason() {
        return reason;
    }

    private static String message(String key, Reason reason) {
        String why = switch (reason) {
            case KEY_UNKNOWN -> "it is encrypted with a key that is not here; give that key to all instances";
            case NOT_GENUINE -> "it was changed, or comes from another key, session or namespace";
            case PLAIN -> "it is not encrypted; SessionEncryption tells how encryption is turned on by steps";
            case NO_KEYS -> "it is encrypted; give Sessions.builder(…).encryption(…)";
        };
        return "the session's " + key + " cannot be decrypted: " + why;
    }
}
