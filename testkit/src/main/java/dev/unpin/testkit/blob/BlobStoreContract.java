package dev.unpin.testkit.blob;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every promise of {@link dev.unpin.blob.spi.BlobStore}, and of {@link dev.unpin.blob.Blobs} on top of a store, as
 * tests. A driver that passes them all keeps blobs as the documentation says. No test sleeps.
 *
 * <p>To run it against a driver of one's own, implement this interface in a test class; JUnit makes one instance of it
 * per test:
 *
 * <pre>{@code
 * class AcmeBlobStoreTest implements BlobStoreContract {
 *     private static final AcmeServer SERVER = AcmeServer.start();
 *
 *     private final String prefix = "test-" + UUID.randomUUID();
 *
 *     @Override
 *     public BlobStore store() {
 *         return AcmeBlobStore.create(SERVER.address());
 *     }
 *
 *     @Override
 *     public String prefix() {
 *         return prefix;
 *     }
 *
 *     @Override
 *     public OptionalLong requests() {
 *         return OptionalLong.of(SERVER.requestsServed());
 *     }
 *
 *     @Override
 *     public Map<String, String> knownFaults() {
 *         return Map.of("keysComeOnceAndInTheOrderOfTheirUtf8Bytes", "Acme 4.1 sorts by UTF-16");
 *     }
 * }
 * }</pre>
 *
 * <p>The tests with many threads do as much work as the system property {@code unpin.load} says: {@code default}, or
 * {@code faults}, ten times as much.
 */
@ExtendWith(KnownFaults.class)
public interface BlobStoreContract
        extends WriteTests,
                SourceFailureTests,
                ConditionTests,
                RaceTests,
                SettlementTests,
                ReadTests,
                ListTests,
                KeyTests,
                ScopeTests,
                MetadataTests,
                RemovalTests,
                PartTests {
    /** A fault that is listed has to be the name of a test, or it would never be checked. */
    @Test
    default void knownFaultsAreNamesOfTests() {
        KnownFaults.requireTests(this);
    }
}
