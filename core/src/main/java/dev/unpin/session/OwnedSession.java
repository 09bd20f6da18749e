package dev.unpin.session;

import dev.unpin.session.spi.OwnerEntry;
import dev.unpin.session.spi.SessionSummary;
import java.time.Duration;
import java.time.Instant;

/**
 * One of an owner's sessions, as a page on "where you are signed in" shows it.
 *
 * @param id the session's id, which is no secret; compare it with {@link Session#id} to find the current one
 * @param label what the application called it at {@link Session#signIn(String, String)}; may be empty
 * @param created when the session was first stored
 * @param signedIn when its owner signed in, or last did so again
 * @param lastSeen when it was last used, to within a twentieth of the idle timeout and a minute at most; during the
 *     last idle timeout before the absolute deadline, the time at which that began
 */
public record OwnedSession(String id, String label, Instant created, Instant signedIn, Instant lastSeen) {
    static OwnedSession of(OwnerEntry entry, SessionSummary summary, Duration idleTimeout) {
        Instant touched = summary.idleDeadline().minus(idleTimeout);
        return new OwnedSession(
                entry.sessionId(),
                entry.label(),
                summary.created(),
                entry.signedIn(),
                touched.isBefore(summary.created()) ? summary.created() : touched);
    }

    /** Names the session alone: what people call it does not belong in a log. */
    @Override
    public String toString() {
        return "OwnedSession[" + id + "]";
    }
}
