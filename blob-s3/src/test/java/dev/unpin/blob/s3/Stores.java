package dev.unpin.blob.s3;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Several instances' stores on one bucket, whose requests are counted together. Thread-safe. */
final class Stores implements AutoCloseable {
    private static final int COUNT = 4;

    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger next = new AtomicInteger();
    private final List<CountingHttp> clients;
    private final List<S3BlobStore> stores;

    private Stores(List<CountingHttp> clients, List<S3BlobStore> stores) {
        this.clients = clients;
        this.stores = stores;
    }

    /**
     * Connects.
     *
     * @param builder gives a builder with all settings but the HTTP client
     * @param oneByOne which requests to one path must not run side by side
     */
    static Stores connect(Builders builder, Predicate<SdkHttpRequest> oneByOne) {
        Stores all = new Stores(new ArrayList<>(), new ArrayList<>());
        PathLocks locks = new PathLocks();
        Stream.generate(() -> new CountingHttp(all.sent, locks, oneByOne))
                .limit(COUNT)
                .forEach(http -> {
                    all.clients.add(http);
                    all.stores.add(builder.get().httpClient(http).build());
                });
        return all;
    }

    /** Gives a new builder each time. */
    @FunctionalInterface
    interface Builders {
        S3BlobStoreBuilder get();
    }

    static S3BlobStoreBuilder builder(URI endpoint) {
        return S3BlobStore.builder("unpin").endpoint(endpoint).credentials("unpin", "unpin-secret");
    }

    S3BlobStore next() {
        return stores.get(Math.floorMod(next.getAndIncrement(), COUNT));
    }

    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        stores.forEach(S3BlobStore::close);
        clients.forEach(CountingHttp::close);
    }
}
