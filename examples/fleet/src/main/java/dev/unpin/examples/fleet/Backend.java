package dev.unpin.examples.fleet;

import java.net.URI;
import java.util.Objects;

/** An instance as the balancer sees it. Thread-safe. */
public final class Backend {
    /** What the balancer believes of an instance. */
    public enum State {
        /** It has never been ready. */
        STARTING,
        /** It gets requests. */
        UP,
        /** It answers and asks for no more requests. */
        DRAINING,
        /** It does not answer. */
        DEAD
    }

    private static final int MOST_MISSED = 2;

    private final String name;
    private final URI uri;
    private volatile State state = State.STARTING;
    private int missed;

    /** Describes an instance that has not been seen yet. */
    public Backend(String name, URI uri) {
        this.name = Objects.requireNonNull(name, "name");
        this.uri = Objects.requireNonNull(uri, "uri");
    }

    /** Names the instance, for instance {@code B}. */
    public String name() {
        return name;
    }

    /** Tells where the instance listens. */
    public URI uri() {
        return uri;
    }

    /** Tells what the balancer last saw. */
    public State state() {
        return state;
    }

    void seen(State now) {
        state = now;
    }

    /** Notes that a readiness check was answered: an instance that has never been up is starting, not draining. */
    synchronized void answeredCheck(State found) {
        become(found);
    }

    /** Notes that nothing listens there. */
    synchronized void refused() {
        become(State.DEAD);
    }

    /** Notes that a readiness check got no answer: once says as much of the machine as of the instance. */
    synchronized void missedCheck() {
        if (++missed >= MOST_MISSED) {
            become(State.DEAD);
        }
    }

    private void become(State now) {
        missed = 0;
        if (now == State.UP || state != State.STARTING) {
            state = now;
        }
    }

    @Override
    public String toString() {
        return name + " " + state + " at " + uri;
    }
}
