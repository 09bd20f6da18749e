package dev.unpin.idempotency;

/** What is known of a run's effect. */
public enum Outcome {
    /** It has happened, and its result is kept. */
    DONE,

    /** Nothing has happened; the next call runs as if this one had not. */
    NOT_DONE,

    /** It may have happened or not; the next call goes by {@link AfterCrash}. */
    UNKNOWN
}
