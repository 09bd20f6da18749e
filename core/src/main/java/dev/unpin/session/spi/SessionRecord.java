package dev.unpin.session.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps of a session, less its secret.
 *
 * @param version the version of the last commit
 * @param created when the session was first stored
 * @param idleDeadline when it ends unless it is used before
 * @param absoluteDeadline when it ends whether it is used or not
 * @param owner who signed in, or null
 * @param fields the stored values by name; not to be modified
 */
public record SessionRecord(
        long version,
        Instant created,
        Instant idleDeadline,
        Instant absoluteDeadline,
        @Nullable String owner,
        Map<String, StoredField> fields) {}
