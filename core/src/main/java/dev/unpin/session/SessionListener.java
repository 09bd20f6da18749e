package dev.unpin.session;

import dev.unpin.codec.CodecException;
import java.util.Set;

/**
 * Is told what happens to sessions, for logs and counters. Called on the thread of the request, so it should be quick; what
 * it throws is logged and goes no further. Implementations are thread-safe. Ids are safe to log; cookies never come here.
 */
public interface SessionListener {
    /**
     * A client's session cookie was not followed.
     *
     * @param reason why
     */
    default void cookieRejected(CookieRejection reason) {}

    /**
     * A client came with the cookie that a parallel request had just replaced, and was asked to repeat its request.
     *
     * @param id the session's id
     */
    default void renewedMeanwhile(String id) {}

    /**
     * A new session was stored.
     *
     * @param id the session's id
     */
    default void created(String id) {}

    /**
     * An owner was recorded and the secret renewed.
     *
     * @param id the session's id
     * @param owner who signed in
     */
    default void signedIn(String id, String owner) {}

    /**
     * A session was signed out.
     *
     * @param id the session's id
     */
    default void signedOut(String id) {}

    /**
     * A commit came too late: the session had been signed out or had expired, and nothing was stored.
     *
     * @param id the session's id
     */
    default void endedMeanwhile(String id) {}

    /**
     * A commit found values changed by another request and will apply its updates again, or gives up.
     *
     * @param id the session's id
     * @param keys the names of the values
     * @param attempt how many times this commit has been tried, from 1
     */
    default void conflicted(String id, Set<String> keys, int attempt) {}

    /**
     * A stored value could not be read.
     *
     * @param id the session's id
     * @param key the value's name
     * @param policy what is done about it
     * @param cause what the codec reported
     */
    default void valueUnreadable(String id, String key, UnreadableValue policy, CodecException cause) {}
}
