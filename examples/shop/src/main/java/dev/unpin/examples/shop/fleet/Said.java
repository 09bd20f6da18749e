package dev.unpin.examples.shop.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that an instance has said. Thread-safe. */
final class Said {
    private static final int MOST = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String who;
    private final Deque<String> lines = new ArrayDeque<>();

    Said(String who) {
        this.who = who;
    }

    synchronized void add(String line) {
        lines.addFirst(line);
        if (lines.size() > MOST) {
            lines.removeLast();
        }
        notifyAll();
    }

    /** Waits for a line that begins so, and returns the last one. */
    synchronized String await(String beginning) {
        long start = System.nanoTime();
        while (true) {
            for (String line : lines) {
                if (line.startsWith(beginning)) {
                    return line;
                }
            }
            long left = PATIENCE.toMillis() - (System.nanoTime() - start) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(who + " should say '" + beginning + "', but says " + lines);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while " + who + " was to say something", e);
            }
        }
    }
}
