package dev.unpin.examples.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;

/** Whose turn it is: every ready instance in order, whoever the customer is. Thread-safe. */
public final class Rotation implements Routing {
    private final CopyOnWriteArrayList<Backend> backends = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** Lets an instance take turns, once it is ready. */
    public void add(Backend backend) {
        backends.add(backend);
    }

    /** Gives an instance no more turns. */
    public void remove(Backend backend) {
        backends.remove(backend);
    }

    /** Lists the instances in the order in which they joined. */
    @Override
    public List<Backend> backends() {
        return List.copyOf(backends);
    }

    @Override
    public Optional<Backend> next(Request request, Collection<Backend> passedOver) {
        List<Backend> ready = backends.stream()
                .filter(backend -> backend.state() == Backend.State.UP && !passedOver.contains(backend))
                .toList();
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())));
    }
}
