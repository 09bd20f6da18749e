package dev.unpin.token.refresh;

/**
 * Is told what happens to refresh tokens, for audits and alarms. Called on the thread of the request, so it should be
 * quick; what it throws is logged and goes no further. Implementations are thread-safe.
 */
@FunctionalInterface
public interface RefreshListener {
    /**
     * Takes note of an event.
     *
     * @param event what happened
     */
    void onEvent(RefreshEvent event);
}
