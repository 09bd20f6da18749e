package dev.unpin.testkit.token;

import dev.unpin.token.spi.RefreshTokenStore;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the author of a driver gives to {@link RefreshTokenStoreContract}: stores, a hand on their clock, and a look
 * beneath them. One instance serves one test.
 */
public interface RefreshTokenStoreFixture {
    /**
     * Returns a store on the data of this test, empty at first. Several calls stand for several instances of a service.
     *
     * @return a store that sees what the others of this test have stored
     */
    RefreshTokenStore store();

    /**
     * Lets the stores' time pass without waiting.
     *
     * @param duration by how much, from a millisecond to months
     */
    void elapse(Duration duration);

    /**
     * Tells how often the stores of this test have asked their server so far.
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
