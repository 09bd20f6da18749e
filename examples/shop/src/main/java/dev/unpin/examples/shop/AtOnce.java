package dev.unpin.examples.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several people who do something at the same moment. */
final class AtOnce {
    private AtOnce() {}

    /** Lets all begin together, waits for the last, and returns what each has got, in order. */
    static <T> List<T> all(List<Callable<T>> people) throws InterruptedException, ExecutionException {
        CyclicBarrier together = new CyclicBarrier(people.size());
        ExecutorService threads = Executors.newFixedThreadPool(people.size());
        try {
            List<Callable<T>> waiting = new ArrayList<>();
            for (Callable<T> person : people) {
                waiting.add(() -> {
                    together.await();
                    return person.call();
                });
            }
            List<T> got = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(waiting)) {
                got.add(done.get());
            }
            return got;
        } finally {
            threads.shutdownNow();
        }
    }
}
