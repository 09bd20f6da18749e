package dev.unpin.blob;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/** There is no such blob. Code {@code blob-not-found}, effect {@link Effect#REFUSED}, HTTP status 404. */
public final class BlobNotFoundException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private final String key;

    BlobNotFoundException(String key) {
        super("blob-not-found", Effect.REFUSED, 404, "there is no blob " + key, null);
        this.key = key;
    }

    /**
     * Returns the key under which there is nothing.
     *
     * @return the key as it was given
     */
    public String key() {
        return key;
    }
}
