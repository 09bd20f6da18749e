package dev.unpin.idempotency.spi;

/** How a claim ends that has no result. */
public enum Ending {
    /** Nothing was done: the record becomes RELEASED. */
    RELEASED,

    /** Nobody can say what was done: the record becomes LAPSED at once. */
    LAPSED
}
