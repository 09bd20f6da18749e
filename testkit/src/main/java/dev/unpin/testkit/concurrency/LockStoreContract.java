package dev.unpin.testkit.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Every promise of {@link dev.unpin.concurrency.spi.LockStore}, and of {@link dev.unpin.concurrency.Locks} on top of a
 * store, as tests. A driver that passes them all keeps locks as the documentation says.
 *
 * <p>To run it against a driver of one's own, implement this interface in a test class; JUnit makes one instance of it
 * per test. The test with many threads does as much work as the system property {@code unpin.load} says:
 * {@code default}, or {@code faults}, ten times as much.
 */
public interface LockStoreContract extends LockFenceTests, LockOwnerTests, LeaseTests {
    /** Whatever a test has done: nothing stays in the store for ever. */
    @AfterEach
    default void everythingStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }
}
