package dev.unpin.redis;

import dev.unpin.StoreException;
import java.time.Duration;

/** Sends scripts over connections of our own: every call ends by its deadline, and no write is blindly repeated. */
final class Executor implements ScriptRunner {
    private final Topology topology;
    private final Duration deadline;
    private final Duration attemptTimeout;
    private volatile boolean closed;

    Executor(Topology topology, Duration deadline, Duration attemptTimeout) {
        this.topology = topology;
        this.deadline = deadline;
        this.attemptTimeout = attemptTimeout;
    }

    @Override
    public ScriptReply run(ScriptCall call) {
        if (closed) {
            throw StoreException.notSent("The backend for the Redis " + describe() + " was closed", null);
        }
        return new Attempts(call, topology, Deadline.after(deadline), attemptTimeout, () -> closed).run();
    }

    @Override
    public String describe() {
        return topology.describe();
    }

    @Override
    public void close() {
        closed = true;
        topology.close();
    }
}
