package dev.unpin.session;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Session#tryCommit} did. Immutable. */
public final class CommitResult {
    /** The cases. */
    public enum Status {
        /** There was nothing to store, and the store was not asked. */
        UNCHANGED,
        /** All changes were stored. */
        SAVED,
        /** The session is over: signed out by this request or another, or expired. Nothing was stored. */
        ENDED,
        /**
         * Other requests kept changing the same values. Nothing was stored; another commit starts from their values.
         */
        CONFLICT
    }

    private final Status status;
    private final @Nullable String setCookie;
    private final Set<String> conflicts;

    CommitResult(Status status, @Nullable String setCookie, Set<String> conflicts) {
        this.status = Objects.requireNonNull(status, "status");
        this.setCookie = setCookie;
        this.conflicts = Set.copyOf(conflicts);
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
     * Returns the {@code Set-Cookie} header that the answer must carry: the session's cookie if it is new or renewed,
     * one that deletes it if this request has signed the session out. Every result for a request says so from then on,
     * until it is closed.
     *
     * @return the header's value, which holds the session's secret; empty if the client's cookie is still right
     */
    public Optional<String> setCookie() {
        return Optional.ofNullable(setCookie);
    }

    /**
     * Returns which values other requests kept changing.
     *
     * @return the names of their keys; empty unless {@link Status#CONFLICT}
     */
    public Set<String> conflicts() {
        return conflicts;
    }

    @Override
    public String toString() {
        return "CommitResult[" + status + "]";
    }
}
