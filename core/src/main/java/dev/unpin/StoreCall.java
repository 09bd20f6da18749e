package dev.unpin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call of a store's server, however often it was sent. Names no key, id or value.
 *
 * @param store the technology, for instance {@code redis}
 * @param operation what was done, for instance {@code session.load}; one of a fixed number of names
 * @param failure what a failed call did to the store; null if it was answered
 * @param roundTrips how many exchanges with a server it took, also those that got no answer; the greetings of a new
 *     connection do not count
 * @param bytesSent how many bytes of keys and arguments were sent, all sends together
 * @param bytesReceived how many bytes of values were received with the answer
 * @param duration from the start to the answer or failure, pauses and waiting for a connection included
 */
public record StoreCall(
        String store,
        String operation,
        @Nullable Effect failure,
        int roundTrips,
        long bytesSent,
        long bytesReceived,
        Duration duration) {}
