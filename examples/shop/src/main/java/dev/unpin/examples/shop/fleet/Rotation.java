package dev.unpin.examples.shop.fleet;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Whose turn it is: every ready instance in order, whoever the customer is. Thread-safe. */
public final class Rotation {
    private final CopyOnWriteArrayList<Backend> backends = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    void add(Backend backend) {
        backends.add(backend);
    }

    void remove(Backend backend) {
        backends.remove(backend);
    }

    /** Lists the instances in the order in which they joined. */
    public List<Backend> backends() {
        return List.copyOf(backends);
    }

    /**
     * Takes the next turn.
     *
     * @param passedOver those that have had their chance at this request
     * @return an instance that was ready when last seen, or empty if there is none
     */
    Optional<Backend> next(Collection<Backend> passedOver) {
        List<Backend> ready = backends.stream()
                .filter(backend -> backend.state() == Backend.State.UP && !passedOver.contains(backend))
                .toList();
        return ready.isEmpty()
                ? Optional.empty()
                : Optional.of(ready.get(Math.floorMod(turn.getAndIncrement(), ready.size())));
    }
}
