package dev.unpin.testkit.idempotency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Every promise of {@link dev.unpin.idempotency.spi.IdempotencyStore}, and of {@link dev.unpin.idempotency.Idempotency}
 * on top of a store, as tests. A driver that passes them all does things once as the documentation says. Crashes,
 * pauses and takeovers are played as fixed interleavings on a clock that the fixture moves; only then come many
 * threads.
 *
 * <p>To run it against a driver of one's own, implement this interface in a test class; JUnit makes one instance of it
 * per test. See {@link IdempotencyStoreFixture}, and {@link dev.unpin.testkit.session.SessionStoreContract} for an
 * example of the kind.
 *
 * <p>The tests with many threads do as much work as the system property {@code unpin.load} says: {@code default}, or
 * {@code faults}, ten times as many keys.
 */
public interface IdempotencyStoreContract
        extends BeginTests, ClaimTests, LateTests, FenceTests, ResolutionTests, ActionTests, HttpTests, CrowdTests {
    /** Whatever a test has done: nothing stays in the store for ever. */
    @AfterEach
    default void everythingStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }
}
