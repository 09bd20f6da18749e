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
    private final boolean copy;

    private LoadReply(Status status, @Nullable SessionRecord session, boolean copy) {
        this.status = status;
        this.session = session;
        this.copy = copy;
    }

    /**
     * The session is there.
     *
     * @param session what is stored of it
     * @return a reply with {@link Status#FOUND}
     */
    public static LoadReply found(SessionRecord session) {
        return new LoadReply(Status.FOUND, Objects.requireNonNull(session, "session"), false);
    }

    /**
     * The session was there when it was last read, and is not asked for again; for decorators that keep copies. What
     * the request then writes is sent even if the copy says that it is stored already, since that may have changed.
     *
     * @param session what was stored of it
     * @return a reply with {@link Status#FOUND}, that says of itself that it {@link #isCopy}
     */
    public static LoadReply copy(SessionRecord session) {
        return new LoadReply(Status.FOUND, Objects.requireNonNull(session, "session"), true);
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
        return new LoadReply(Objects.requireNonNull(status, "status"), null, false);
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

    /**
     * Tells whether the session was read before the call that this answers.
     *
     * @return true if another request may have changed it meanwhile
     */
    public boolean isCopy() {
        return copy;
    }
}
