package dev.unpin.session;

import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;
import dev.unpin.codec.CodecException;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of a session. Not thread-safe: it belongs to the request and its thread, and is closed when the
 * request ends.
 *
 * <p>The first use reads the session, in one round trip; changes gather here and are stored by {@link #commit} in one
 * more, all or none. Closing without a commit discards them. Requests of the same session run side by side on any
 * instance: writes of different keys all survive, of {@link #set} and {@link #remove} on one key the last commit wins,
 * and {@link #update} loses nothing.
 *
 * <p>Every method except {@link #close} throws {@link StoreException} if it needs the store and the store is down or
 * silent (nobody becomes anonymous by that), {@link SessionRenewedException} if the client came with a cookie that a
 * parallel request has just replaced, and {@link IllegalStateException} if this view is closed. Once the session has
 * ended, by {@link #signOut} or by what a commit has found, reading and changing throw {@link SessionEndedException}.
 * While a commit has an unknown outcome, changing throws {@link IllegalStateException}: commit again first.
 */
public final class Session implements AutoCloseable {
    /** The longest owner allowed, in characters. */
    public static final int MAX_OWNER_LENGTH = 256;

    /** The longest label allowed, in characters. */
    public static final int MAX_LABEL_LENGTH = 128;

    private final SessionWork work;

    Session(SessionWork work) {
        this.work = work;
    }

    /**
     * Returns the session's id, which is no secret and stays the same for its life.
     *
     * @return 22 characters of base64url
     */
    public String id() {
        return work.identity().id();
    }

    /**
     * Tells whether nothing is stored of this session yet.
     *
     * @return true until its first commit
     */
    public boolean isNew() {
        return work.isNew();
    }

    /**
     * Returns who has signed in.
     *
     * @return the owner, or empty for an anonymous session
     */
    public Optional<String> owner() {
        return work.identity().owner();
    }

    /**
     * Looks up a value.
     *
     * @param <T> its type
     * @param key its key
     * @return the value, or empty if there is none; the key's initial value does not count
     * @throws CodecException if it cannot be read and the policy is {@link UnreadableValue#FAIL}
     */
    public <T> Optional<T> find(SessionKey<T> key) {
        return work.values().value(key).find();
    }

    /**
     * Returns a value.
     *
     * @param <T> its type
     * @param key its key
     * @return the value, or the key's initial one
     * @throws NoSuchElementException if there is neither
     * @throws CodecException if it cannot be read and the policy is {@link UnreadableValue#FAIL}
     */
    public <T> T get(SessionKey<T> key) {
        return work.values().value(key).findOrInitial(key);
    }

    /**
     * Sets a value, whatever another request may set it to meanwhile. To change a value depending on what it was, use
     * {@link #update}.
     *
     * @param <T> its type
     * @param key its key
     * @param value the new value
     */
    public <T> void set(SessionKey<T> key, T value) {
        work.changing().values().value(key).set(value);
    }

    /**
     * Removes a value, whatever another request may set it to meanwhile.
     *
     * @param key its key
     */
    public void remove(SessionKey<?> key) {
        work.changing().values().value(key).remove();
    }

    /**
     * Changes a value depending on what it was. If another request has changed it before the commit, the function is
     * applied again to what that request has left, so it must be pure: no effects, and the same answer for the same
     * value.
     *
     * @param <T> its type
     * @param key its key; without a value, the function starts from the key's initial one
     * @param function makes the new value, not null; what it throws leaves the value as it was
     * @return the new value, which may yet change by the commit
     * @throws NoSuchElementException if there is neither a value nor an initial one
     * @throws CodecException if the value cannot be read and the policy is {@link UnreadableValue#FAIL}
     */
    public <T> T update(SessionKey<T> key, UnaryOperator<T> function) {
        return work.changing().values().value(key).update(key, Objects.requireNonNull(function, "function"));
    }

    /**
     * Records who has signed in and, with the same commit, renews the session's secret, so that nobody who knew the old
     * cookie comes in (session fixation). The values stay. Of parallel sign-ins one wins; the others get
     * {@link SessionRenewedException} at their commit.
     *
     * <p>With an {@linkplain SessionsBuilder#owners index of owners}, the commit also enters the session there, in one
     * more round trip, and ends the owner's oldest sessions beyond the {@linkplain SessionsBuilder#maxSessionsPerOwner
     * limit}. If that fails after the session was stored, the effect is unknown, nobody has the new secret yet, and
     * another commit goes on with it.
     *
     * @param newOwner who signed in: 1 to {@value #MAX_OWNER_LENGTH} characters of valid Unicode, no control characters
     * @throws IllegalArgumentException if the owner is not allowed
     * @throws IllegalStateException if the session belongs to another owner, whose values this one must not see; sign
     *     out first
     */
    public void signIn(String newOwner) {
        signIn(newOwner, "");
    }

    /**
     * Does what {@link #signIn(String)} does, and calls the session by a name under which its owner recognises it among
     * others.
     *
     * @param newOwner who signed in: 1 to {@value #MAX_OWNER_LENGTH} characters of valid Unicode, no control characters
     * @param label for instance {@code "Firefox on Linux"}: at most {@value #MAX_LABEL_LENGTH} characters of valid
     *     Unicode, no control characters; kept in the index of owners only, so not without one
     * @throws IllegalArgumentException if the owner or the label is not allowed
     * @throws IllegalStateException if the session belongs to another owner, whose values this one must not see; sign
     *     out first
     */
    public void signIn(String newOwner, String label) {
        work.changing().identity().signIn(newOwner, Objects.requireNonNull(label, "label"));
    }

    /**
     * Returns a token for a form, by which {@link #requireCsrfToken} recognises that the form was rendered for this
     * session: defence in depth beside the {@linkplain dev.unpin.http.OriginCheck check of the origin}, and against
     * browsers that tell no origin. It belongs to the session's secret: any instance can check it, it needs no storing,
     * and a sign-in ends it, that of this very request excepted. Every call returns another text, all of which are good
     * as long as the secret.
     *
     * <p>A new session is stored by the next commit for its sake, since the token is worth something with the cookie
     * only.
     *
     * @return 86 characters of base64url
     */
    public String csrfToken() {
        return work.csrfToken();
    }

    /**
     * Lets a request pass that carries a token of this session, or refuses it. In a request that signs in, before or
     * after {@link #signIn}: what counts is the secret with which it came. No round trip but the session's own reading.
     *
     * @param submitted what the form's field held, or null if there was none
     * @throws CsrfTokenException if it is not a token of this session
     */
    public void requireCsrfToken(@Nullable String submitted) {
        work.requireCsrfToken(submitted);
    }

    /**
     * Ends the session with the next commit, for good and on every instance. What was changed before is not stored, and
     * from now on only {@link #commit}, {@link #tryCommit} and {@link #close} can be called.
     */
    public void signOut() {
        work.signOut();
    }

    /**
     * Stores all changes, or none. One round trip, and one more for each time that another request has changed a value
     * under an {@link #update}; none if nothing has changed.
     *
     * @return the {@code Set-Cookie} header that the answer must carry, if any; see {@link CommitResult#setCookie}
     * @throws SessionEndedException if another request has signed the session out, or it has expired
     * @throws SessionConflictException if other requests kept changing the same values
     * @throws LimitExceededException if a value or the session would be too large
     * @throws CodecException if a value cannot be encoded, or a changed one cannot be read
     * @throws StoreException if the store is down or silent; with {@link dev.unpin.Effect#UNKNOWN} all changes were
     *     stored once or not at all, and another commit, before any other change, sends the very same ones again, which
     *     the store recognises
     */
    public Optional<String> commit() {
        CommitResult result = tryCommit();
        if (result.status() == CommitResult.Status.CONFLICT) {
            throw new SessionConflictException(result.conflicts());
        }
        if (result.status() == CommitResult.Status.ENDED && !work.endedHere()) {
            throw new SessionEndedException("the session was signed out or expired while this request used it");
        }
        return result.setCookie();
    }

    /**
     * Stores all changes, or none, and says which; costs what {@link #commit} costs. After
     * {@link CommitResult.Status#CONFLICT} the updates have been applied to what the other requests have left, and
     * another commit may follow; after {@link CommitResult.Status#SAVED}, further changes and another commit may.
     *
     * @return what was done
     * @throws LimitExceededException if a value or the session would be too large
     * @throws CodecException if a value cannot be encoded, or a changed one cannot be read
     */
    public CommitResult tryCommit() {
        return work.commit();
    }

    /** Ends this request's view. What was not committed is discarded; the stored session stays as it is. */
    @Override
    public void close() {
        work.close();
    }
}
