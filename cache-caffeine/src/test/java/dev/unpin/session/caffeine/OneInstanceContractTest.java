package dev.unpin.session.caffeine;

import dev.unpin.session.spi.SessionStore;
import java.time.Duration;

/** To one instance, copies show themselves by nothing but their speed: its own writes are seen at once. */
class OneInstanceContractTest extends CopiedDriver {
    private final SessionStore store = copying(Duration.ofMinutes(1));

    @Override
    public SessionStore store() {
        return store;
    }
}
