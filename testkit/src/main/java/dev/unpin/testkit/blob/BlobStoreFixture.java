package dev.unpin.testkit.blob;

import dev.unpin.blob.spi.BlobStore;
import java.util.Map;
import java.util.OptionalLong;

/** What the author of a driver gives to {@link BlobStoreContract}. One instance serves one test. */
public interface BlobStoreFixture {
    /**
     * Returns a store on the data of this test. Several calls stand for several instances of a service: each returns a
     * store with connections of its own, or the same one where a store cannot be shared. The fixture closes what needs
     * closing.
     *
     * @return a store that sees what the others of this test have stored
     */
    BlobStore store();

    /**
     * Returns where this test may write.
     *
     * @return a valid key, the same at every call; nothing lies under it or below it when the test begins
     */
    String prefix();

    /**
     * Tells how often the stores of this test have asked their server so far, counted as far outside as possible.
     *
     * @return a count that only rises, or empty for a store without a server
     */
    OptionalLong requests();

    /**
     * Names the promises that the server behind the store, and not the driver, breaks. They are not skipped: each such
     * test has to fail, so that the day on which the server keeps its promise is noticed.
     *
     * @return why, for people, by the name of the test's method; mostly empty
     */
    Map<String, String> knownFaults();
}
