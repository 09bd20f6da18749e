package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.util.Objects;

/**
 * What was uploaded does not count: it is not what its ticket allows. Unless nothing had arrived yet, it was removed.
 * Code {@code upload-refused}, effect {@link Effect#REFUSED}, HTTP status 422.
 */
public final class UploadRefusedException extends UnpinException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Nothing has arrived yet; the ticket is still good. */
        MISSING,
        /** The ticket takes no more bytes; what has arrived by then can still be accepted. */
        EXPIRED,
        /** The ticket was issued to somebody else. */
        WRONG_OWNER,
        /** Fewer or more bytes than the ticket allows. */
        WRONG_SIZE,
        /** The bytes do not begin as those of the type do that was allowed. */
        WRONG_TYPE,
        /** The bytes do not have the checksum that the client told. */
        WRONG_CHECKSUM
    }

    private final Reason reason;

    UploadRefusedException(Reason reason, String message) {
        super("upload-refused", Effect.REFUSED, 422, message, null);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * Returns why the upload does not count.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }
}
