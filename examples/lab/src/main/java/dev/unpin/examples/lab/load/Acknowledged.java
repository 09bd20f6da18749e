package dev.unpin.examples.lab.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the service has acknowledged to anybody, and so must show to everybody. Versions only grow. Thread-safe. */
final class Acknowledged {
    private final Map<String, Long> files = new ConcurrentHashMap<>();
    private final Map<String, Long> paid = new ConcurrentHashMap<>();
    private final AtomicLong price = new AtomicLong();

    void file(String name, long version) {
        files.merge(name, version, Math::max);
    }

    /** Returns the newest acknowledged version of a file, 0 if there is none. */
    long file(String name) {
        return files.getOrDefault(name, 0L);
    }

    /** Notes that a user has got a receipt for a purchase, and so for all before it. */
    void paid(String name, long purchase) {
        paid.put(name, purchase);
    }

    /** Tells how many purchases of each user have been paid for. */
    Map<String, Long> paid() {
        return Map.copyOf(paid);
    }

    void price(long cents) {
        price.accumulateAndGet(cents, Math::max);
    }

    long price() {
        return price.get();
    }
}
