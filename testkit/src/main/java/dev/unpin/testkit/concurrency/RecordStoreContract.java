package dev.unpin.testkit.concurrency;

/**
 * Every promise of {@link dev.unpin.concurrency.spi.RecordStore}, and of {@link dev.unpin.concurrency.Records} on top
 * of a store, as tests. A driver that passes them all keeps records as the documentation says. No test sleeps.
 *
 * <p>To run it against a driver of one's own, implement this interface in a test class; JUnit makes one instance of it
 * per test. The tests with many threads do as much work as the system property {@code unpin.load} says:
 * {@code default}, or {@code faults}, ten times as much.
 */
public interface RecordStoreContract
        extends RecordConditionTests, RecordVersionTests, RecordResendTests, RecordUpdateTests, RecordCostTests {}
