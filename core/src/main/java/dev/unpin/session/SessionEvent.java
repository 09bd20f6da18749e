package dev.unpin.session;

import dev.unpin.codec.CodecException;
import java.util.Set;

/**
 * Something that happened to a session. Its text is safe to log: it names sessions by their ids, never cookies, values
 * or owners.
 */
public sealed interface SessionEvent {
    /**
     * A client's session cookie was not followed.
     *
     * @param reason why
     */
    record CookieRejected(CookieRejection reason) implements SessionEvent {}

    /**
     * A client came with the cookie that a parallel request had just replaced, and was asked to repeat its request.
     *
     * @param id the session
     */
    record RenewedMeanwhile(String id) implements SessionEvent {}

    /**
     * A new session was stored.
     *
     * @param id the session
     */
    record Created(String id) implements SessionEvent {}

    /**
     * An owner was recorded and the secret renewed.
     *
     * @param id the session
     * @param owner who signed in
     */
    record SignedIn(String id, String owner) implements SessionEvent {
        /** Names the session alone: who somebody is does not belong in a log. */
        @Override
        public String toString() {
            return "SignedIn[" + id + "]";
        }
    }

    /**
     * A session was signed out.
     *
     * @param id the session
     */
    record SignedOut(String id) implements SessionEvent {}

    /**
     * A commit came too late: the session had been signed out or had expired, and nothing was stored.
     *
     * @param id the session
     */
    record EndedMeanwhile(String id) implements SessionEvent {}

    /**
     * A commit found values that another request had changed; it applies its updates again, or gives up.
     *
     * @param id the session
     * @param keys the names of the values
     * @param attempt how many times this commit has been tried, from 1
     */
    record Conflicted(String id, Set<String> keys, int attempt) implements SessionEvent {}

    /**
     * A stored value could not be read.
     *
     * @param id the session
     * @param key the value's name
     * @param policy what is done about it
     * @param cause what the codec reported
     */
    record ValueUnreadable(String id, String key, UnreadableValue policy, CodecException cause)
            implements SessionEvent {}

    /**
     * A stored value could not be decrypted; reading it throws, whatever the policy for unreadable values.
     *
     * @param id the session
     * @param key the value's name
     * @param cause why
     */
    record ValueNotDecrypted(String id, String key, SessionDecryptionException cause) implements SessionEvent {}

    /**
     * A value was read that is not encrypted, as {@link SessionEncryption#unsafeReadingPlain} allows.
     *
     * @param id the session
     * @param key the value's name
     */
    record PlainValueRead(String id, String key) implements SessionEvent {}
}
