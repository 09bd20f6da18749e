package dev.unpin.examples.fleet;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** How a balancer answers a request that no instance has answered. */
@FunctionalInterface
public interface Refusal {
    /**
     * Sends the answer; headers that are set already stay.
     *
     * @param status an error
     * @param sentence what went wrong, for people
     */
    void send(Response response, Callback callback, int status, String sentence);
}
