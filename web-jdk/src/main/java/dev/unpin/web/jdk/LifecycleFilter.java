package dev.unpin.web.jdk;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import dev.unpin.lifecycle.InFlight;
import dev.unpin.lifecycle.Lifecycle;
import java.io.IOException;
import java.util.Objects;

/**
 * Counts running requests, so that a drain waits for them, and while draining asks clients to leave their connections
 * ({@code Connection: close}); thread-safe. The first filter of every context whose requests have to be finished.
 *
 * <p>A request runs until its handler returns.
 */
public final class LifecycleFilter extends Filter {
    private final Lifecycle lifecycle;

    private LifecycleFilter(Lifecycle lifecycle) {
        this.lifecycle = Objects.requireNonNull(lifecycle, "lifecycle");
    }

    /**
     * Returns a filter that counts for a lifecycle.
     *
     * @param lifecycle whose drain waits
     * @return a filter for any number of contexts
     */
    public static LifecycleFilter create(Lifecycle lifecycle) {
        return new LifecycleFilter(lifecycle);
    }

    /**
     * Serves one request, counted.
     *
     * @param exchange the request
     * @param chain what comes behind
     * @throws IOException if the connection breaks
     */
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        InFlight request = lifecycle.enter();
        try (request) {
            chain.doFilter(new DrainingExchange(exchange, lifecycle));
        }
    }

    /** {@inheritDoc} */
    @Override
    public String description() {
        return "Requests in flight, counted by Unpin";
    }
}
