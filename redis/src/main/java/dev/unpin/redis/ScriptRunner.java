package dev.unpin.redis;

/** Sends scripts: over connections of our own, or over a client of the user's. Thread-safe. */
interface ScriptRunner {
    ScriptReply run(ScriptCall call);

    /** Says in a message where it sends to, without credentials. */
    String describe();

    void close();
}
