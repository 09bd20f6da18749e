package dev.unpin.testkit.concurrency;

import dev.unpin.concurrency.spi.LockStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** What the author of a driver gives to {@link LockStoreContract}. One instance serves one test. */
public interface LockStoreFixture {
    /**
     * Returns a store on the data of this test, empty at first. Several calls stand for several instances of a service:
     * each returns a store with connections of its own, or the same one where a store cannot be shared between
     * processes. The fixture closes what needs closing.
     *
     * @return a store that sees what the others of this test have stored
     */
    LockStore store();

    /**
     * Lets the stores' time pass without waiting.
     *
     * @param duration by how much, from a second to days
     */
    void elapse(Duration duration);

    /**
     * Tells how often the stores of this test have asked their server so far, counted as far outside as possible.
     *
     * @return a count that only rises, or empty for a store without a server
     */
    OptionalLong roundTrips();

    /**
     * Looks beneath the stores for data that would stay for ever. Called after every test.
     *
     * @return names of what is stored and has no time to live, for people; empty if everything ends by itself
     */
    List<String> keysWithoutTtl();
}
