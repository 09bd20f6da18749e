package dev.unpin.testkit.idempotency;

import dev.unpin.idempotency.spi.IdempotencyStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the author of a driver gives to {@link IdempotencyStoreContract}: stores, a hand on their clock, and a look
 * beneath them. One instance serves one test.
 */
public interface IdempotencyStoreFixture {
    /**
     * Returns a store on the data of this test. Several calls stand for several instances of a service: each returns a
     * store with connections of its own, or the same one where a store cannot be shared between processes. The fixture
     * closes what needs closing.
     *
     * @return a store that sees what the others of this test have stored
     */
    IdempotencyStore store();

    /**
     * Moves the stores' time without waiting, for instance by shifting the time that a script takes from its server.
     *
     * @param duration by how much, from a second to days; negative to put the clock back, by hours at most
     */
    void elapse(Duration duration);

    /**
     * Tells how often the stores of this test have asked their server so far, counted as far outside as possible: at
     * the socket rather than in the driver.
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
