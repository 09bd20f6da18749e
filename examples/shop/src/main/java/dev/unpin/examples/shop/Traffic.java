package dev.unpin.examples.shop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;

/** Several tabs at once, while something happens to the instances. */
final class Traffic implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final List<Tab> tabs;
    private final ExecutorService threads;
    private final List<Future<Tab>> running;

    private Traffic(List<Tab> tabs) {
        this.tabs = tabs;
        this.threads = Executors.newFixedThreadPool(tabs.size());
        this.running = tabs.stream().map(threads::submit).toList();
    }

    static Traffic start(Tab... tabs) {
        return new Traffic(List.of(tabs));
    }

    /** Waits until every tab has added so many more. */
    void awaitEach(int more) throws InterruptedException, ExecutionException {
        List<Integer> goals = tabs.stream().map(tab -> tab.added() + more).toList();
        long start = System.nanoTime();
        for (int i = 0; i < goals.size(); i++) {
            while (tabs.get(i).added() < goals.get(i)) {
                if (running.get(i).isDone()) {
                    running.get(i).get();
                }
                BrokenPromise.unless(
                        System.nanoTime() - start < DEADLINE.toNanos(),
                        "shopping should go on, but in %s nobody could add %d of %s"
                                .formatted(DEADLINE, more, tabs.get(i).sku()));
                Thread.sleep(5);
            }
        }
    }

    /** Lets every tab finish what it is doing, and has the customers note what they have got. */
    void stop() throws InterruptedException, ExecutionException {
        tabs.forEach(Tab::stop);
        for (Future<Tab> tab : running) {
            tab.get();
        }
        tabs.forEach(Tab::note);
    }

    int sum(ToIntFunction<Tab> number) {
        return tabs.stream().mapToInt(number).sum();
    }

    @Override
    public void close() {
        tabs.forEach(Tab::stop);
        threads.shutdownNow();
    }
}
