package dev.unpin.testkit.session;

import dev.unpin.session.spi.OwnerStore;

/** What the author of a driver gives to {@link OwnerStoreContract}: what sessions need, and indexes beside them. */
public interface OwnerStoreFixture extends SessionStoreFixture {
    /**
     * Returns an index on the data of this test, on the same clock as the stores. Several calls stand for several
     * instances of a service, as those of {@link #store} do. The fixture closes what needs closing.
     *
     * @return an index that sees what the others of this test have stored
     */
    OwnerStore owners();
}
