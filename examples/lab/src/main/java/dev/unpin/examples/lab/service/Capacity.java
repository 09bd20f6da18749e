package dev.unpin.examples.lab.service;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * What an instance can do at most, modelled: so many requests at a time, each for so long, in the order of arrival. The
 * machine that runs a lab has too few cores for more instances to mean more computing.
 */
public final class Capacity extends Filter {
    /** How many requests an instance works on at a time. */
    public static final int SLOTS = 2;

    /** How long it works on each, where that is measured. */
    public static final int MILLIS = 20;

    private final Semaphore slots = new Semaphore(SLOTS, true);
    private final int millis;

    /** Works on each request for so long. */
    Capacity(int millis) {
        this.millis = millis;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        try {
            slots.acquire();
            try {
                Thread.sleep(millis);
            } finally {
                slots.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The instance is ending", e);
        }
        chain.doFilter(exchange);
    }

    @Override
    public String description() {
        return "Modelled service time";
    }
}
