package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * The blob has none of the bytes that were asked for. Code {@code blob-range}, effect {@link Effect#REFUSED}, HTTP
 * status 416.
 */
public final class BlobRangeException extends UnpinException {
    private static final long serialVersionUID = 1L;

    BlobRangeException(String key, String range) {
        super("blob-range", Effect.REFUSED, 416, "the blob " + key + " has none of " + range, null);
    }
}
