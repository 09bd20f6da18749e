package dev.unpin.token.refresh;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a presented refresh token. Immutable. */
public final class Rotation {
    /** The cases. */
    public enum Status {
        /** The token is replaced: {@link Rotation#grant} has its successor. */
        ROTATED,

        /**
         * The token had been replaced less than the grace ago, by a parallel request or by one whose answer was lost:
         * {@link Rotation#grant} has the same successor again.
         */
        REPLAYED,

        /**
         * The token had been replaced longer ago: it was stolen, or its successor was. The whole family is revoked, and
         * so are its access tokens; the user has to sign in.
         */
        REUSED,

        /** The family had been revoked before. */
        REVOKED,

        /** The family is past a deadline. */
        EXPIRED,

        /** The token is genuine, but of no family that the store knows: over for long, or lost by the store. */
        UNKNOWN,

        /** This service never issued such a token. Nobody was asked, and nobody is signed out for it. */
        FORGED
    }

    private final Status status;
    private final @Nullable String familyId;
    private final @Nullable RefreshGrant grant;

    private Rotation(Status status, @Nullable String familyId, @Nullable RefreshGrant grant) {
        this.status = status;
        this.familyId = familyId;
        this.grant = grant;
    }

    static Rotation good(Status status, RefreshGrant grant) {
        return new Rotation(status, grant.family().id(), grant);
    }

    static Rotation refused(Status status, String familyId) {
        return new Rotation(status, familyId, null);
    }

    static Rotation forged() {
        return new Rotation(Status.FORGED, null, null);
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
     * Tells whether there is a successor to hand out.
     *
     * @return true for {@link Status#ROTATED} and {@link Status#REPLAYED}
     */
    public boolean isGranted() {
        return grant != null;
    }

    /**
     * Returns the successor.
     *
     * @return what to hand out
     * @throws RefreshException with this status, unless there is one
     */
    public RefreshGrant grant() {
        if (grant == null) {
            throw new RefreshException(status);
        }
        return grant;
    }

    /**
     * Returns which sign-in the token belonged to.
     *
     * @return the family's id, or empty for {@link Status#FORGED}
     */
    public Optional<String> familyId() {
        return Optional.ofNullable(familyId);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Rotation that
                && status == that.status
                && Objects.equals(familyId, that.familyId)
                && Objects.equals(grant, that.grant);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, familyId, grant);
    }

    /** Shows status and family. */
    @Override
    public String toString() {
        return "Rotation[" + status + (familyId == null ? "" : ", " + familyId) + "]";
    }
}
