package dev.unpin.benchmarks.paired;

import java.util.function.IntFunction;

/**
 * One way to do a thing.
 *
 * @param name as the table shows it
 * @param task makes what a thread repeats, from the thread's number; called once per thread, so that it can prepare
 *     what only this thread uses
 */
public record Contender(String name, IntFunction<Task> task) {
    /** What is repeated; whatever it throws ends the benchmark. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does the thing once.
         *
         * @throws Exception if it could not
         */
        void run() throws Exception;
    }
}
