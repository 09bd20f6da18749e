package dev.unpin.session.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a session lives.
 *
 * @param idle without being used; positive
 * @param absolute at the most, from its creation on; at least {@code idle}
 */
public record SessionTimeouts(Duration idle, Duration absolute) {
    /**
     * Checks that both are positive and in order.
     *
     * @param idle without being used
     * @param absolute at the most
     */
    public SessionTimeouts {
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(absolute, "absolute");
        if (idle.toMillis() <= 0 || absolute.compareTo(idle) < 0) {
            throw new IllegalArgumentException(
                    "0 < idleTimeout <= absoluteTimeout must hold, not " + idle + " and " + absolute);
        }
    }
}
