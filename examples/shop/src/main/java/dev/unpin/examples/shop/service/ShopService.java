package dev.unpin.examples.shop.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpServer;
import dev.unpin.blob.Blobs;
import dev.unpin.codec.jackson.JacksonCodecs;
import dev.unpin.concurrency.Locks;
import dev.unpin.concurrency.Records;
import dev.unpin.examples.fleet.Parent;
import dev.unpin.http.SessionCookie;
import dev.unpin.idempotency.Idempotency;
import dev.unpin.lifecycle.Lifecycle;
import dev.unpin.seal.SealKeys;
import dev.unpin.session.Sessions;
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
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the shop, on a free port of loopback, which it prints. Ends gracefully on SIGTERM, and at once when
 * its standard input ends: whoever started it is gone then, even if by SIGKILL.
 */
public final class ShopService {
    /** Given for the store's address, keeps sessions inside the instance: what this project is there to prevent. */
    public static final String MEMORY = "memory";

    private static final int THREADS = 32;
    private static final int WAITING = 256;

    private ShopService() {}

    /**
     * Starts an instance.
     *
     * @param args its name, the address of Redis or {@value #MEMORY}, that of the bank, and the file with the
     *     {@link Surroundings}
     * @throws IOException if it cannot listen
     */
    public static void main(String[] args) throws IOException {
        Surroundings surroundings = Surroundings.read(Path.of(args[3]));
        Stores stores = Stores.at(args[1], surroundings);
        Bank bank = new Bank(URI.create(args[2]), args[0]);
        NightJob nightJob = nightJob(stores, bank);
        ApiAccess access = new ApiAccess(stores.tokens(), surroundings.sealKeys(), System.out::println);
        Parent.obey(command -> {
            nightJob.obey(command);
            access.obey(command);
        });
        System.out.println("port=" + start(args[0], stores, bank, access, surroundings.sealKeys()));
    }

    private static NightJob nightJob(Stores stores, Bank bank) {
        return new NightJob(
                Locks.create(stores.locks()),
                Records.builder(stores.records(), "days", DayBook.class)
                        .codecs(JacksonCodecs.create())
                        .build(),
                bank,
                System.out::println);
    }

    private static int start(String name, Stores stores, Bank bank, ApiAccess access, SealKeys keys)
            throws IOException {
        Blobs blobs = Blobs.create(stores.blobs());
        Pages pages = new Pages(name);
        JacksonCodecs json = JacksonCodecs.create();
        Sessions sessions = Sessions.builder(stores.sessions())
                .codecs(json)
                .cookie(SessionCookie.insecureForPlainHttpDevelopment("session"))
                .owners(stores.owners())
                .build();
        Stock stock = new Stock(Records.builder(stores.records(), "stock", Shelf.class)
                .codecs(json)
                .build());
        Checkout checkout = new Checkout(
                Idempotency.create(stores.idempotency()),
                stock,
                bank,
                Records.builder(stores.records(), "orders", Order.class)
                        .codecs(json)
                        .build());
        // Ten readiness checks of the balancer fit into the delay: nobody is sent to an instance that has closed.
        Lifecycle lifecycle = Lifecycle.builder()
                .probe("sessions", sessions::ping)
                .probe("tokens", access::ping)
                .drainDelay(Duration.ofSeconds(1))
                .drainTimeout(Duration.ofSeconds(10))
                .build();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads());
        List<Filter> filters =
                List.of(LifecycleFilter.create(lifecycle), signature(name), SessionFilter.create(sessions));
        server.createContext("/", new Shop(name, new Accounts(sessions), stock, checkout, pages))
                .getFilters()
                .addAll(filters);
        Gallery gallery =
                new Gallery(new Pictures(blobs, keys), new Receipts(blobs, checkout), pages, new PicturePage(pages));
        for (String path : List.of("/pictures/", "/receipts/")) {
            server.createContext(path, gallery).getFilters().addAll(filters);
        }
        server.createContext("/api/", new Api(access, json))
                .getFilters()
                .addAll(List.of(LifecycleFilter.create(lifecycle), signature(name)));
        Health.register(server, lifecycle);
        GracefulShutdown.installHook(server, lifecycle, access, stores);
        server.start();
        return server.getAddress().getPort();
    }

    /** Signs every answer, refusals too, with the instance's name: only for the demonstration. */
    private static Filter signature(String name) {
        return Filter.beforeHandler(
                "Names the instance", exchange -> exchange.getResponseHeaders().set("Served-By", name));
    }

    private static Executor threads() {
        return new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING));
    }
}
