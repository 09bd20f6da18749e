package dev.unpin.redis;

import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The connections to one server; thread-safe.
 *
 * <p>Our own and not Jedis', which opens a replacement for every broken connection on the failing caller's time, and
 * tells a full pool, a refused connection and a lost answer apart only by their texts. This one needs no thread:
 * connections that were closed by the server are noticed when they are next taken, and long unused ones when another is
 * given back.
 */
final class NodePool {
    /** Shorter than the idle timeouts that load balancers and firewalls commonly have. */
    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** To look whether the server has hung up costs a syscall, in vain for what was used a moment ago. */
    private static final long SURELY_OPEN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final HostAndPort address;
    private final Dialer dialer;
    private final int size;
    private final Semaphore permits;
    private final Deque<Link> idle = new ConcurrentLinkedDeque<>();
    private final Set<Link> lent = ConcurrentHashMap.newKeySet();
    private volatile boolean retired;

    NodePool(HostAndPort address, Dialer dialer, int size) {
        this.address = address;
        this.dialer = dialer;
        this.size = size;
        this.permits = new Semaphore(size, true);
    }

    HostAndPort address() {
        return address;
    }

    /** Lends a link, open or not; waits for one until the deadline. */
    Link take(Deadline deadline) throws LinkFailure {
        try {
            if (!permits.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                String message = "All " + size + " connections to " + address
                        + " stayed in use; raise maxConnections(...), or find out what keeps them";
                throw LinkFailure.noConnection(message, null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LinkFailure.noConnection("Interrupted before a connection to " + address + " was free", e);
        }
        Link link = idleLink();
        if (link == null) {
            link = new Link(this, dialer);
        }
        lent.add(link);
        return link;
    }

    private @Nullable Link idleLink() {
        Link link;
        while ((link = idle.pollFirst()) != null) {
            long rested = link.restedNanos();
            if (rested < SURELY_OPEN_NANOS || (rested < LONGEST_REST_NANOS && !link.isStale())) {
                return link;
            }
            link.shut();
        }
        return null;
    }

    void giveBack(Link link) {
        lent.remove(link);
        if (link.isUsable()) {
            link.rest();
            idle.addFirst(link);
        }
        permits.release();
        shutLongUnused();
        if (retired) {
            shutIdle();
        }
    }

    private void shutLongUnused() {
        Link longest = idle.peekLast();
        if (longest != null && longest.restedNanos() >= LONGEST_REST_NANOS && idle.removeLastOccurrence(longest)) {
            longest.shut();
        }
    }

    private void shutIdle() {
        Link link;
        while ((link = idle.pollFirst()) != null) {
            link.shut();
        }
    }

    /** Keeps no connection from now on; lent ones may finish. */
    void retire() {
        retired = true;
        shutIdle();
    }

    /** Ends all connections, also under the calls that use them. */
    void close() {
        retire();
        lent.forEach(Link::shut);
    }
}
