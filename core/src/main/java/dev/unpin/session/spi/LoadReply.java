package dev.unpin.session.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@link SessionStore#load} found. Immutable. */
public final class LoadReply {
    /** The cases. */
    public enum Status {
        /** The session is there, and the secret is its own. */
        FOUND,
        /** No such session: it never was, was signed out, or expired long enough ago to be gone. */
        UNKNOWN,
        /** The session is past a deadline and was still there to tell. */
        EXPIRED,
        /** The session is there, and the secret is not its own. */
        FORGED,
        /** The session is there; the secret is the previous one, replaced a short while ago. */
        RENEWED
    }

    private final Status status;
    private final @Nullable SessionRecord session;

    private LoadReply(Status status, @Nullable SessionRecord session) {
        this.status = status;
        this.session = session;
    }

    /**
     * The session is there.
     *
     * @param session what is stored of it
     * @return a reply with {@link Status#FOUND}
     */
    public static LoadReply found(SessionRecord session) {
        return new LoadReply(Status.FOUND, Objects.requireNonNull(session, "session"));
    }

    /**
     * There is no session to show.
     *
     * @param status why; not {@link Status#FOUND}
     * @return a reply with that status
     */
    public static LoadReply of(Status status) {
        if (status == Status.FOUND) {
            throw new IllegalArgumentException("FOUND comes with a session");
        }
        return new LoadReply(Objects.requireNonNull(status, "status"), null);
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
     * Returns the session that was found.
     *
     * @return what is stored of it
     * @throws IllegalStateException unless the status is {@link Status#FOUND}
     */
    public SessionRecord session() {
        if (session == null) {
            throw new IllegalStateException("no session in a reply of " + status);
        }
        return session;
    }
}
