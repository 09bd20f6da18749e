package dev.unpin.redis;

import dev.unpin.StoreException;
import java.time.Duration;

/** Sends scripts over connections of our own: every call ends by its deadline, and no write is blindly repeated. */
final class OwnClient implements ScriptRunner {
    private final Topology topology;
    private final Duration deadline;
    private final Duration attemptTimeout;
    private volatile boolean closed;

    OwnClient(Topology topology, Duration deadline, Duration attemptTimeout) {
        this.topology = topology;
        this.deadline = deadline;
        this.attemptTimeout = attemptTimeout;
    }

    @Override
    public Answer run(ScriptCall call) {
        if (closed) {
            throw StoreException.notSent(describe() + " was not asked: the backend was closed", null);
        }
        return new Attempts(call, topology, Deadline.after(deadline), attemptTimeout, () -> closed).run();
    }

    @Override
    public boolean readsAcrossSlots() {
        return topology.isOneServer();
    }

    @Override
    public String describe() {
        return "Redis " + topology.describe();
    }

    @Override
    public void close() {
        closed = true;
        topology.close();
    }
}
