package dev.unpin.redis.embedded;

import java.util.HashMap;
import java.util.Map;

/** What a proxy saw and did since it was last reset; thread-safe. */
final class ProxyCounts {
    private final Map<Fault, Long> done = new HashMap<>();
    private long connections;
    private long roundTrips;
    private long sent;
    private long received;

    synchronized void connection() {
        connections++;
    }

    synchronized void roundTrip() {
        roundTrips++;
    }

    synchronized void sent(int bytes) {
        sent += bytes;
    }

    synchronized void received(int bytes) {
        received += bytes;
    }

    synchronized void done(Fault fault) {
        done.merge(fault, 1L, Long::sum);
    }

    synchronized long connections() {
        return connections;
    }

    synchronized long roundTrips() {
        return roundTrips;
    }

    synchronized long bytesSent() {
        return sent;
    }

    synchronized long bytesReceived() {
        return received;
    }

    synchronized long count(Fault fault) {
        return done.getOrDefault(fault, 0L);
    }

    synchronized void reset() {
        done.clear();
        connections = 0;
        roundTrips = 0;
        sent = 0;
        received = 0;
    }
}
