package dev.unpin.session.spi;

import java.time.Instant;

/**
 * One session in the index of its owner.
 *
 * @param sessionId the session
 * @param label what the application calls it, for people; may be empty
 * @param signedIn when its owner signed in, or last did so again, by the index's clock
 */
public record OwnerEntry(String sessionId, String label, Instant signedIn) {}
