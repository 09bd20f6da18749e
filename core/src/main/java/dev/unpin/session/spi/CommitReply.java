package dev.unpin.session.spi;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What {@link SessionStore#commit} did. Immutable. */
public final class CommitReply {
    /** The cases. */
    public enum Status {
        /** All of the request was stored. */
        SAVED,
        /** A conditional change found another version; nothing was changed. */
        CONFLICT,
        /** The session is gone: signed out or expired; nothing was stored. */
        ENDED,
        /** Another request has replaced the session's secret; nothing was changed. */
        RENEWED,
        /**
         * More commits have passed since {@link CommitRequest#baseVersion()} than the store remembers, so that it
         * cannot tell whether this request arrived before. Nothing was changed now.
         */
        STALE,
        /** The session would have more fields than {@link SessionLimits#maxKeys()}; nothing was changed. */
        TOO_MANY_KEYS,
        /** The session would have more bytes than {@link SessionLimits#maxSessionBytes()}; nothing was changed. */
        TOO_LARGE
    }

    private final Status status;
    private final long version;
    private final Map<String, Optional<StoredField>> conflicts;

    private CommitReply(Status status, long version, Map<String, Optional<StoredField>> conflicts) {
        this.status = status;
        this.version = version;
        this.conflicts = conflicts;
    }

    /**
     * All was stored.
     *
     * @param version the version of this commit
     * @return a reply with {@link Status#SAVED}
     */
    public static CommitReply saved(long version) {
        return new CommitReply(Status.SAVED, version, Map.of());
    }

    /**
     * Conditional changes found other versions.
     *
     * @param version the session's version now
     * @param conflicts what the fields concerned hold now, empty for an absent one; copied
     * @return a reply with {@link Status#CONFLICT}
     */
    public static CommitReply conflict(long version, Map<String, Optional<StoredField>> conflicts) {
        return new CommitReply(Status.CONFLICT, version, Map.copyOf(conflicts));
    }

    /**
     * The store does not remember far enough back.
     *
     * @param version the session's version now
     * @return a reply with {@link Status#STALE}
     */
    public static CommitReply stale(long version) {
        return new CommitReply(Status.STALE, version, Map.of());
    }

    /**
     * Nothing was stored, and there is no more to say.
     *
     * @param status {@link Status#ENDED}, {@link Status#RENEWED}, {@link Status#TOO_MANY_KEYS} or
     *     {@link Status#TOO_LARGE}
     * @return a reply with that status
     */
    public static CommitReply of(Status status) {
        switch (Objects.requireNonNull(status, "status")) {
            case ENDED, RENEWED, TOO_MANY_KEYS, TOO_LARGE -> {
                return new CommitReply(status, 0, Map.of());
            }
            default -> throw new IllegalArgumentException(status + " needs more than its name");
        }
    }

    /**
     * Returns which case this is.
     *
     * @return the case
     */
    public Status status() {
        return status;
    }

    /**
     * Returns the session's version.
     *
     * @return the version after the commit ({@link Status#SAVED}) or found by it ({@link Status#CONFLICT},
     *     {@link Status#STALE}); 0 in the other cases
     */
    public long version() {
        return version;
    }

    /**
     * Returns what the fields hold whose version was not the expected one.
     *
     * @return by name; empty for an absent field; no entries unless {@link Status#CONFLICT}
     */
    public Map<String, Optional<StoredField>> conflicts() {
        return conflicts;
    }
}
