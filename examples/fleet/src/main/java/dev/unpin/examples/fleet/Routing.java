package dev.unpin.examples.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** How a balancer chooses among its instances. Implementations are thread-safe. */
public interface Routing {
    /** Lists the instances, ready or not: all of them are asked for their readiness. */
    List<Backend> backends();

    /**
     * Chooses who gets a request.
     *
     * @param request what has come in
     * @param passedOver those that have had their chance at it
     * @return an instance that was ready when last seen, or empty if there is none
     */
    Optional<Backend> next(Request request, Collection<Backend> passedOver);

    /**
     * Sees an answer before it leaves; changes nothing unless overridden.
     *
     * @param request what was asked
     * @param by who has answered
     * @param headers the answer's, to be changed
     */
    default void answered(Request request, Backend by, HttpFields.Mutable headers) {}
}
