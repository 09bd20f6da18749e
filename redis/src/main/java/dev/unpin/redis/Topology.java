package dev.unpin.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/** Knows which server a script belongs to. Thread-safe; making one connects to nothing. */
interface Topology {
    /** The server that serves a slot, found out first if need be. */
    NodePool owner(int slot, Deadline deadline) throws LinkFailure;

    /** The server that a redirect names, or nothing where redirects are not followed. */
    Optional<NodePool> redirectedTo(HostAndPort address);

    /** Notes that a slot has moved; costs no time. */
    void moved(int slot, HostAndPort address);

    /**
     * Finds out what else has moved, after a redirect was followed and answered. Only one of many callers does, by the
     * deadline; learning nothing is no failure.
     *
     * @param answering the server that has just answered, asked first
     */
    void catchUp(HostAndPort answering, Deadline deadline);

    /**
     * Finds out anew who serves what, by the deadline; learning nothing is no failure.
     *
     * @param suspect the server that just failed, asked last
     */
    void refresh(@Nullable HostAndPort suspect, Deadline deadline);

    /** Whether one server serves all slots, so that whatever keys may be asked for at once. */
    boolean isOneServer();

    /** Whether another server may take over, so that it is worth trying again when one cannot be reached. */
    boolean failsOver();

    /** Says in a message where this is, without credentials. */
    String describe();

    void close();
}
