package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Every promise of {@link dev.unpin.session.spi.SessionStore}, and of {@link dev.unpin.session.Sessions} on top of a
 * store, as tests. A driver that passes them all keeps sessions as the documentation says. No test sleeps: races are
 * played as fixed interleavings of two or three requests, and only then with many threads.
 *
 * <p>To run it against a driver of one's own, implement this interface in a test class; JUnit makes one instance of it
 * per test:
 *
 * <pre>{@code
 * class AcmeSessionStoreTest implements SessionStoreContract {
 *     private static final AcmeServer SERVER = AcmeServer.start();
 *
 *     private final AcmeDatabase database = SERVER.newDatabase();
 *
 *     @Override
 *     public SessionStore store() {
 *         return AcmeSessionStore.create(database.connect());
 *     }
 *
 *     @Override
 *     public void elapse(Duration duration) {
 *         database.shiftClock(duration);
 *     }
 *
 *     @Override
 *     public OptionalLong roundTrips() {
 *         return OptionalLong.of(database.requestsServed());
 *     }
 *
 *     @Override
 *     public List<String> remainsOf(String id) {
 *         return database.keys().stream().filter(key -> key.contains(id)).toList();
 *     }
 *
 *     @Override
 *     public List<String> keysWithoutTtl() {
 *         return database.keys().stream().filter(key -> database.ttl(key).isEmpty()).toList();
 *     }
 *
 *     @AfterEach
 *     void drop() {
 *         database.drop();
 *     }
 * }
 * }</pre>
 *
 * <p>The tests with many threads do as much work as the system property {@code unpin.load} says: {@code default}, a
 * thousand updates per thread, or {@code faults}, ten times as many.
 */
public interface SessionStoreContract
        extends LoadTests,
                DeadlineTests,
                CreationTests,
                ChangeTests,
                ValueTests,
                RenewalTests,
                EndTests,
                OwnedTests,
                ResendTests,
                LimitTests,
                RoundTripTests,
                SignOutRaceTests,
                UpdateRaceTests,
                SignInRaceTests,
                ParallelTests {
    /** Whatever a test has done: nothing stays in the store for ever. */
    @AfterEach
    default void everythingStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }
}
