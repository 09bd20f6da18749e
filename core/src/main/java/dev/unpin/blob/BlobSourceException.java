package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import org.jspecify.annotations.Nullable;

/**
 * What was to be uploaded could not be read to its end, or was not as long as said: often a client that went away. No
 * byte of it was published, and what was stored before stays. Code {@code blob-source}, effect {@link Effect#REFUSED},
 * HTTP status 400.
 */
public final class BlobSourceException extends UnpinException {
    private static final long serialVersionUID = 1L;

    BlobSourceException(String message, @Nullable Throwable cause) {
        super("blob-source", Effect.REFUSED, 400, message, cause);
    }
}
