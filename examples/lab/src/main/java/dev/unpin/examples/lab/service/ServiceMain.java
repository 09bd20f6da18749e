package dev.unpin.examples.lab.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import dev.unpin.examples.fleet.Parent;
import dev.unpin.lifecycle.Lifecycle;
import dev.unpin.web.jdk.GracefulShutdown;
import dev.unpin.web.jdk.Health;
import dev.unpin.web.jdk.LifecycleFilter;
import dev.unpin.web.jdk.SessionFilter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the service, on a free port of loopback. Its parent says {@code seal <key>} to let it start, and
 * later perhaps {@code rotate}, which it answers by {@value #ROTATED}; it prints its port and, every second, how long
 * its stores took.
 */
public final class ServiceMain {
    /** Given for the address of a store, keeps all state inside the instance. */
    public static final String LOCAL = "local";

    /** So long a new key is known before it signs; and so long an instance can do without the store for its keys. */
    public static final Duration KEY_LEAD = Duration.ofSeconds(1);

    /** After this time every instance knows of a revocation. */
    public static final Duration REVOCATION_BOUND = Duration.ofSeconds(1);

    /** Printed when the instance has made a new key. */
    public static final String ROTATED = "rotated";

    private static final int THREADS = 128;
    private static final int WAITING = 512;
    private static final String SEAL = "seal ";

    private ServiceMain() {}

    /**
     * Starts an instance.
     *
     * @param args its name, its release, an address of Redis or {@value #LOCAL}, a folder for files, the ledger, and
     *     how many milliseconds it works on a request
     * @throws IOException if it cannot listen
     */
    public static void main(String[] args) throws IOException {
        CompletableFuture<byte[]> sealKey = new CompletableFuture<>();
        CompletableFuture<State> known = new CompletableFuture<>();
        Parent.obey(command -> {
            if (command.startsWith(SEAL)) {
                sealKey.complete(Base64.getDecoder().decode(command.substring(SEAL.length())));
            } else if (command.equals("rotate")) {
                known.join().ring().rotate();
                System.out.println(ROTATED);
            }
        });
        StoreClock clock = new StoreClock();
        Path folder = Path.of(args[3]);
        URI ledger = URI.create(args[4]);
        State state = args[2].equals(LOCAL)
                ? State.local(folder, ledger, sealKey.join(), clock)
                : State.shared(args[2], folder, ledger, sealKey.join(), clock);
        known.complete(state);
        System.out.println("port=" + start(args[0], args[1], new Capacity(Integer.parseInt(args[5])), state));
        report(clock);
    }

    private static int start(String name, String release, Capacity capacity, State state) throws IOException {
        // Ten readiness checks of the balancer fit into the delay: nobody is sent to an instance that has closed.
        Lifecycle lifecycle = Lifecycle.builder()
                .probe("sessions", state.sessions()::ping)
                .probeTimeout(Duration.ofSeconds(3))
                .drainDelay(Duration.ofSeconds(1))
                .drainTimeout(Duration.ofSeconds(10))
                .build();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING)));
        server.createContext("/", new Service(state))
                .getFilters()
                .addAll(List.of(
                        LifecycleFilter.create(lifecycle),
                        signature(name, release),
                        capacity,
                        SessionFilter.create(state.sessions())));
        Health.register(server, lifecycle);
        GracefulShutdown.installHook(server, lifecycle, state.closedLast().toArray(AutoCloseable[]::new));
        server.start();
        return server.getAddress().getPort();
    }

    /** Signs every answer, refusals too: only for the measurement. */
    private static Filter signature(String name, String release) {
        return Filter.beforeHandler("Names the instance", exchange -> {
            exchange.getResponseHeaders().set("Served-By", name);
            exchange.getResponseHeaders().set("Release", release);
        });
    }

    private static void report(StoreClock clock) {
        Thread reporter = new Thread(
                () -> {
                    try {
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.sleep(1_000);
                            System.out.println("store=" + clock.take());
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "store-reporter");
        reporter.setDaemon(true);
        reporter.start();
    }
}
