package dev.unpin.session;

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
}
