package dev.unpin.concurrency;

import dev.unpin.Effect;
import dev.unpin.UnpinException;

/**
 * There is no record under the key; nothing was stored. Code {@code record-not-found}, effect {@link Effect#REFUSED},
 * HTTP status 404.
 */
public final class RecordNotFoundException extends UnpinException {
    private static final long serialVersionUID = 1L;

    RecordNotFoundException(String collection) {
        super("record-not-found", Effect.REFUSED, 404, "there is no such record in " + collection, null);
    }
}
