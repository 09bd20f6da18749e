package dev.unpin.testkit.session;

import dev.unpin.session.spi.ExpiryStore;

/** What the author of a driver gives to {@link ExpiryStoreContract}: what sessions need, and times of expiry beside. */
public interface ExpiryStoreFixture extends SessionStoreFixture {
    /**
     * Returns a store of times on the data of this test, on the same clock as the stores of sessions. Several calls
     * stand for several instances of a service, as those of {@link #store} do. The fixture closes what needs closing.
     *
     * @return a store that sees what the others of this test have stored
     */
    ExpiryStore expiries();
}
