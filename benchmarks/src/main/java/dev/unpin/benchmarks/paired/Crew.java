package dev.unpin.benchmarks.paired;

import dev.unpin.benchmarks.paired.Contender.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** The threads of a benchmark, each with its own task of every contender. */
final class Crew implements AutoCloseable {
    private final int size;
    private final ExecutorService threads;

    Crew(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size);
    }

    List<Task> prepare(Contender contender) {
        return IntStream.range(0, size).mapToObj(contender.task()).toList();
    }

    /** All threads repeat their tasks for a while; returns how many were done per second. */
    double rate(List<Task> tasks, long nanos) {
        CyclicBarrier start = new CyclicBarrier(size);
        List<Callable<Double>> work = new ArrayList<>();
        for (Task task : tasks) {
            work.add(() -> {
                start.await();
                return repeat(task, nanos);
            });
        }
        try {
            double sum = 0;
            for (Future<Double> rate : threads.invokeAll(work)) {
                sum += rate.get();
            }
            return sum;
        } catch (Exception e) {
            throw new IllegalStateException("a slice failed", e);
        }
    }

    private static double repeat(Task task, long nanos) throws Exception {
        long begin = System.nanoTime();
        long count = 0;
        long spent;
        do {
            task.run();
            count++;
            spent = System.nanoTime() - begin;
        } while (spent < nanos);
        return count * 1e9 / spent;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
