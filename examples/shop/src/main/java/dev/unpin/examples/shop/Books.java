package dev.unpin.examples.shop;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The bank's books, as an auditor reads them. Its requests are not counted: no instance serves them. */
final class Books {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Browser auditor;

    Books(URI bank) {
        this.auditor = new Browser(bank, new Tally(), "Auditor");
    }

    /**
     * Money taken.
     *
     * @param order for what
     * @param by which instance asked first
     */
    record Charge(String order, String by) {}

    List<Charge> charges() throws IOException {
        return auditor.get("/charges")
                .body()
                .lines()
                .map(line -> line.split(" ", -1))
                .map(words -> new Charge(words[0], words[2]))
                .toList();
    }

    /** Tells how often the bank was asked to charge, repetitions included. */
    int requests() throws IOException {
        return Integer.parseInt(auditor.get("/charges").header("Requests").orElse("0"));
    }

    /** Tells how often an order was charged. */
    long charged(String order) throws IOException {
        return charges().stream().filter(charge -> charge.order().equals(order)).count();
    }

    /** Has the bank charge, but not answer. */
    void holdAnswers() throws IOException {
        auditor.post("/answers/hold", "really", "yes");
    }

    void releaseAnswers() throws IOException {
        auditor.post("/answers/release", "really", "yes");
    }

    /** Waits until an order is charged, and tells by which instance. */
    String awaitCharge(String order) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            for (Charge charge : charges()) {
                if (charge.order().equals(order)) {
                    return charge.by();
                }
            }
            Thread.sleep(20);
        }
        throw new BrokenPromise("the order should be charged within " + PATIENCE + ", but was not");
    }
}
