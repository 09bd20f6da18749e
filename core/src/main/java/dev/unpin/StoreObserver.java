package dev.unpin;

/**
 * Is told of every call of a store's server, for metrics. Called on the thread of the call, so it should be quick; what
 * it throws is logged and goes no further. Implementations are thread-safe.
 */
@FunctionalInterface
public interface StoreObserver {
    /**
     * Takes note of a call that has ended.
     *
     * @param call what was done, and at what cost
     */
    void onCall(StoreCall call);
}
