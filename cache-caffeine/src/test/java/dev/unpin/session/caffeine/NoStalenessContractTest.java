package dev.unpin.session.caffeine;

import dev.unpin.session.spi.SessionStore;
import java.time.Duration;

/** Several instances that allow no staleness. */
class NoStalenessContractTest extends CopiedDriver {
    @Override
    public SessionStore store() {
        return copying(Duration.ZERO);
    }
}
