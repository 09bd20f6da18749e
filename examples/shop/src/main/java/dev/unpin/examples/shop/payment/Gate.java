package dev.unpin.examples.shop.payment;

import java.util.ArrayList;
import java.util.List;

/** Where answers wait while it is shut: it lets the demonstration kill, or stop, whoever waits for one. Thread-safe. */
final class Gate {
    private static final long LONGEST_MILLIS = 60_000;

    private final List<String> waiting = new ArrayList<>();
    private boolean shut;
    private long opened;

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        letThrough();
    }

    /** Lets those pass who wait now, and stays as it is for others. */
    synchronized void letThrough() {
        opened++;
        notifyAll();
    }

    /** Tells who waits, even if they have died meanwhile. */
    synchronized List<String> waiting() {
        return List.copyOf(waiting);
    }

    synchronized void pass(String who) {
        long start = System.nanoTime();
        long before = opened;
        waiting.add(who);
        try {
            while (shut && opened == before) {
                long left = LONGEST_MILLIS - (System.nanoTime() - start) / 1_000_000;
                if (left <= 0) {
                    return;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.remove(who);
        }
    }
}
