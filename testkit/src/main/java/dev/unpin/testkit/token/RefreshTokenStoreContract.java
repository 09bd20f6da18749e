package dev.unpin.testkit.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Every promise of {@link dev.unpin.token.spi.RefreshTokenStore}, and of {@link dev.unpin.token.refresh.RefreshTokens}
 * on top of a store, as tests. To run it against a driver of one's own, implement this interface in a test class; JUnit
 * makes one instance of it per test.
 *
 * <p>The test with many threads does as much work as the system property {@code unpin.load} says: {@code default}, 20
 * families, or {@code faults}, 500.
 */
public interface RefreshTokenStoreContract extends RotationTests, ReuseTests, RevocationTests, FamilyTests {
    /** Whatever a test has done: nothing stays in the store for ever. */
    @AfterEach
    default void everyFamilyStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }
}
