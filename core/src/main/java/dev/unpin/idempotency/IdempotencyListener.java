package dev.unpin.idempotency;

/**
 * Is told what happens to idempotent operations, for logs and counters. Called on the thread of the request or of the
 * heartbeat, so it should be quick; what it throws is logged and goes no further. Implementations are thread-safe.
 */
@FunctionalInterface
public interface IdempotencyListener {
    /**
     * Takes note of an event.
     *
     * @param event what happened
     */
    void onEvent(IdempotencyEvent event);
}
