package dev.unpin.examples.shop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Apps at work through the balancer: each shows the token it began with and the newest one by turns, and gets a new one
 * now and then. Whatever an instance answers other than that they are good, is broken; what no instance answers is sent
 * again.
 */
final class AppTraffic implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int REQUESTS_PER_TOKEN = 10;
    private static final int PAUSE_MILLIS = 15;

    private final URI site;
    private final ExecutorService threads;
    private final List<Future<Integer>> running;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger good = new AtomicInteger();
    private volatile boolean stopped;

    private AppTraffic(URI site, List<App> apps) {
        this.site = site;
        this.threads = Executors.newFixedThreadPool(apps.size());
        this.running = apps.stream().map(app -> threads.submit(() -> work(app))).toList();
    }

    static AppTraffic start(URI site, App... apps) {
        return new AppTraffic(site, List.of(apps));
    }

    /** Waits until tokens by so many keys have been good. */
    void awaitKeys(int count) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        while (keys.size() < count) {
            for (Future<Integer> app : running) {
                if (app.isDone()) {
                    app.get();
                }
            }
            BrokenPromise.unless(
                    System.nanoTime() - start < DEADLINE.toNanos(),
                    "%d keys should have signed by now, but %d have".formatted(count, keys.size()));
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Lets every app finish what it is doing, and returns how often a token was good. */
    int stop() throws InterruptedException, ExecutionException {
        stopped = true;
        for (Future<Integer> app : running) {
            app.get();
        }
        return good.get();
    }

    private int work(App app) throws IOException, InterruptedException {
        String first = app.accessToken();
        int requests = 0;
        while (!stopped) {
            requests++;
            if (requests % REQUESTS_PER_TOKEN == 0) {
                refresh(app);
            } else {
                expectGood(app, requests % 2 == 0 ? first : app.accessToken());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return requests;
    }

    private void expectGood(App app, String token) {
        Answer answer;
        try {
            answer = app.me(site, token);
        } catch (IOException e) {
            return; // The instance has died: nobody has judged the token.
        }
        if (!answer.servedBy().isEmpty()) {
            BrokenPromise.unless(
                    answer.status() == 200 && App.member(answer, "user").equals(app.owner()),
                    "a good token of %s should be accepted by %s, which answers %d: %s"
                            .formatted(app.owner(), answer.servedBy(), answer.status(), answer.body()));
            good.incrementAndGet();
            keys.add(App.member(answer, "key"));
        }
    }

    /** A refresh whose answer is lost is sent again, with the next turn. */
    private void refresh(App app) {
        try {
            Answer answer = app.refresh(site);
            BrokenPromise.unless(
                    answer.status() == 200 || answer.servedBy().isEmpty(),
                    "%s should be given new tokens by %s, which answers %d: %s"
                            .formatted(app.owner(), answer.servedBy(), answer.status(), answer.body()));
        } catch (IOException e) {
            // As the app does not know whether its token was replaced, it goes on with it.
        }
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
