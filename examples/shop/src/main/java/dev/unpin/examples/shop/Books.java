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
     * @param cents how much
     * @param by which instance asked first
     */
    record Charge(String order, long cents, String by) {}

    List<Charge> charges() throws IOException {
        return auditor.get("/charges")
                .body()
                .lines()
                .map(line -> line.split(" ", -1))
                .map(words -> new Charge(words[0], Long.parseLong(words[1]), words[2]))
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

    /** Has readers of the statement wait for every page but the first. */
    void holdStatement() throws IOException {
        auditor.post("/statement/hold", "really", "yes");
    }

    /** Gives those their page who wait now. */
    void showNextPage() throws IOException {
        auditor.post("/statement/next", "really", "yes");
    }

    void releaseStatement() throws IOException {
        auditor.post("/statement/release", "really", "yes");
    }

    /** Tells who waits for a page: the instance's name, and how far it has read. */
    List<String> readers() throws IOException {
        return auditor.get("/statement/readers").body().lines().toList();
    }

    /** Waits until an instance that is not one of the late ones waits for a page from a place on. */
    String awaitReader(int from, List<String> late) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            for (String reader : readers()) {
                String[] words = reader.split(" ", -1);
                if (words[1].equals(Integer.toString(from)) && !late.contains(words[0])) {
                    return words[0];
                }
            }
            Thread.sleep(20);
        }
        throw new BrokenPromise("an instance should read on from " + from + ", but none does");
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
