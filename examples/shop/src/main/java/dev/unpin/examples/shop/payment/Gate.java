package dev.unpin.examples.shop.payment;

/** Where answers wait while it is shut: it lets the demonstration kill whoever waits for one. Thread-safe. */
final class Gate {
    private static final long LONGEST_MILLIS = 30_000;

    private boolean shut;

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        notifyAll();
    }

    synchronized void pass() {
        long start = System.nanoTime();
        try {
            while (shut) {
                long left = LONGEST_MILLIS - (System.nanoTime() - start) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
