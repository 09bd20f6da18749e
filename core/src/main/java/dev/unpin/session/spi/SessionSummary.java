package dev.unpin.session.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a store tells of a session without being shown its secret: no version, no values.
 *
 * @param created when the session was first stored
 * @param idleDeadline when it ends unless it is used before
 * @param absoluteDeadline when it ends whether it is used or not
 * @param owner who signed in, or null
 */
public record SessionSummary(
        Instant created,
        Instant idleDeadline,
        Instant absoluteDeadline,
        @Nullable String owner) {}
