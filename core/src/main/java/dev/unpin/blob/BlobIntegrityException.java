package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that arrived are not those of the blob: too few, too many, or altered on their way or in the store. What
 * was read so far must not be used. Code {@code blob-integrity}, effect {@link Effect#REFUSED}, HTTP status 502.
 */
public final class BlobIntegrityException extends UnpinException {
    private static final long serialVersionUID = 1L;

    BlobIntegrityException(String message, @Nullable Throwable cause) {
        super("blob-integrity", Effect.REFUSED, 502, message, cause);
    }
}
