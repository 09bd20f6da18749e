package dev.unpin.redis;

/** Sends scripts: over connections of our own, or over a client of the user's. Thread-safe. */
interface ScriptRunner {
    Answer run(ScriptCall call);

    /** Whether a call may read hashes in several slots. */
    boolean readsAcrossSlots();

    /** Begins a message by saying where it sends to, without credentials. */
    String describe();

    void close();
}
