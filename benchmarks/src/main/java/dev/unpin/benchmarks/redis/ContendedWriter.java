package dev.unpin.benchmarks.redis;

/** One of many that all count up the same number. For one thread. */
@FunctionalInterface
public interface ContendedWriter {
    /**
     * Counts up by one, and loses no count of others.
     *
     * @return how often it tried, at least once
     * @throws Exception if it gave up; then it has not counted
     */
    int increment() throws Exception;
}
