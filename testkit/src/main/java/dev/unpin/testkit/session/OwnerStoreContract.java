package dev.unpin.testkit.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;

/**
 * Every promise of {@link dev.unpin.session.spi.OwnerStore}, and of {@link dev.unpin.session.Sessions} on top of an
 * index and a store, as tests. To be run as {@link SessionStoreContract} is.
 */
public interface OwnerStoreContract
        extends OwnerStoreTests,
                OwnerSignInTests,
                OwnerSignOutTests,
                OwnerLimitTests,
                OwnerInterruptionTests,
                OwnerRaceTests {
    /** Whatever a test has done: nothing stays in the store for ever. */
    @AfterEach
    default void everythingStoredEndsByItself() {
        assertEquals(List.of(), keysWithoutTtl(), "stored without a time to live");
    }
}
