package dev.unpin.session;

import java.util.Objects;

/**
 * Is told what happens to sessions, for logs and counters. Called on the thread of the request, so it should be quick;
 * what it throws is logged and goes no further. Implementations are thread-safe.
 */
@FunctionalInterface
public interface SessionListener {
    /**
     * Takes note of an event.
     *
     * @param event what happened
     */
    void onEvent(SessionEvent event);

    /**
     * Tells another listener as well, after this one.
     *
     * @param next who is told then; not if this one throws
     * @return a listener of both
     */
    default SessionListener andThen(SessionListener next) {
        Objects.requireNonNull(next, "next");
        return event -> {
            onEvent(event);
            next.onEvent(event);
        };
    }

    /**
     * Returns the listener that there is by default.
     *
     * @return one that writes to the slf4j logger of {@link Sessions}: values that cannot be read or decrypted as
     *     warnings, the rest for debugging
     */
    static SessionListener logging() {
        return SessionsBuilder::log;
    }
}
