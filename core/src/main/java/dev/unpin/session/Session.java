package dev.unpin.session;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;
import dev.unpin.codec.CodecException;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.EndReply;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.StoredField;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
 * parallel request has just replaced, {@link SessionEndedException} if the session has been signed out here, and
 * {@link IllegalStateException} if this view is closed.
 */
public final class Session implements AutoCloseable {
    /** The longest owner allowed, in characters. */
    public static final int MAX_OWNER_LENGTH = 256;

    private enum Phase {
        /** The store has not been asked. */
        UNTOUCHED,
        /** Nothing is stored of this session. */
        NEW,
        /** The store has it. */
        STORED,
        /** To be ended by the next commit. */
        SIGNED_OUT,
        /** Nothing more can be stored. */
        ENDED,
        /** This view is done. */
        CLOSED
    }

    private final SessionSettings settings;
    private final @Nullable SessionToken presented;
    private Phase phase = Phase.UNTOUCHED;
    private Identity identity;
    private SessionValues values;
    private long version;
    private boolean endedHere;
    private @Nullable String setCookie;

    Session(SessionSettings settings, @Nullable SessionToken presented) {
        this.settings = settings;
        this.presented = presented;
        SessionToken token = presented != null ? presented : SessionToken.create(settings.random());
        this.identity = new Identity(settings, token, null);
        this.values = new SessionValues(identity.id(), settings, Map.of());
    }

    /**
     * Returns the session's id, which is no secret and stays the same for its life.
     *
     * @return 22 characters of base64url
     */
    public String id() {
        touch();
        return identity.id();
    }

    /**
     * Tells whether nothing is stored of this session yet.
     *
     * @return true until its first commit
     */
    public boolean isNew() {
        touch();
        return phase == Phase.NEW;
    }

    /**
     * Returns who has signed in.
     *
     * @return the owner, or empty for an anonymous session
     */
    public Optional<String> owner() {
        touch();
        return identity.owner();
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
        return slot(key).find();
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
        return slot(key).findOrInitial(key);
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
        slot(key).set(value);
    }

    /**
     * Removes a value, whatever another request may set it to meanwhile.
     *
     * @param key its key
     */
    public void remove(SessionKey<?> key) {
        slot(key).remove();
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
        return slot(key).update(key, Objects.requireNonNull(function, "function"));
    }

    /**
     * Records who has signed in and, with the same commit, renews the session's secret, so that nobody who knew the old
     * cookie comes in (session fixation). The values stay. Of parallel sign-ins one wins; the others get
     * {@link SessionRenewedException} at their commit.
     *
     * @param newOwner who signed in: 1 to {@value #MAX_OWNER_LENGTH} characters of valid Unicode, no control characters
     * @throws IllegalArgumentException if the owner is not allowed
     * @throws IllegalStateException if the session belongs to another owner, whose values this one must not see; sign
     *     out first
     */
    public void signIn(String newOwner) {
        touch();
        identity.signIn(newOwner);
    }

    /**
     * Ends the session with the next commit, for good and on every instance. What was changed before is not stored, and
     * from now on only {@link #commit}, {@link #tryCommit} and {@link #close} can be called.
     */
    public void signOut() {
        touch();
        phase = phase == Phase.NEW ? Phase.ENDED : Phase.SIGNED_OUT;
        endedHere = true;
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
     */
    public Optional<String> commit() {
        CommitResult result = tryCommit();
        if (result.status() == CommitResult.Status.CONFLICT) {
            throw new SessionConflictException(result.conflicts());
        }
        if (result.status() == CommitResult.Status.ENDED && !endedHere) {
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
        return switch (phase) {
            case CLOSED -> throw closed();
            case UNTOUCHED -> result(CommitResult.Status.UNCHANGED);
            case ENDED -> ended();
            case SIGNED_OUT -> end();
            case NEW, STORED -> store();
        };
    }

    /** Ends this request's view. What was not committed is discarded; the stored session stays as it is. */
    @Override
    public void close() {
        phase = Phase.CLOSED;
    }

    private <T> Slot<T> slot(SessionKey<T> key) {
        touch();
        return values.slot(key);
    }

    private void touch() {
        switch (phase) {
            case NEW, STORED -> {}
            case UNTOUCHED -> load();
            case SIGNED_OUT, ENDED ->
                throw new SessionEndedException("the session is over; a new request gets a new one");
            case CLOSED -> throw closed();
        }
    }

    private void load() {
        if (presented == null) {
            phase = Phase.NEW;
            return;
        }
        LoadReply reply = settings.store()
                .load(new LoadRequest(
                        identity.id(),
                        identity.secretHash(),
                        settings.timeouts().idle(),
                        settings.touchInterval()));
        switch (reply.status()) {
            case FOUND -> {
                SessionRecord found = reply.session();
                open(presented, found.owner(), found.fields());
                version = found.version();
                phase = Phase.STORED;
            }
            case RENEWED -> throw renewedMeanwhile();
            case UNKNOWN -> startAnew(CookieRejection.UNKNOWN);
            case EXPIRED -> startAnew(CookieRejection.EXPIRED);
            case FORGED -> startAnew(CookieRejection.FORGED);
        }
    }

    private void open(SessionToken token, @Nullable String owner, Map<String, StoredField> fields) {
        identity = new Identity(settings, token, owner);
        values = new SessionValues(token.id(), settings, fields);
    }

    private void startAnew(CookieRejection reason) {
        settings.reject(reason);
        open(SessionToken.create(settings.random()), null, Map.of());
        phase = Phase.NEW;
    }

    private CommitResult store() {
        for (int attempt = 1; ; attempt++) {
            List<FieldChange> changes = values.changes();
            if (changes.isEmpty() && !identity.isSigningIn()) {
                return result(CommitResult.Status.UNCHANGED);
            }
            CommitReply reply = settings.store().commit(request(changes));
            switch (reply.status()) {
                case SAVED -> {
                    return saved(reply.version());
                }
                case ENDED -> {
                    settings.tell(new SessionEvent.EndedMeanwhile(identity.id()));
                    return ended();
                }
                case RENEWED -> throw renewedMeanwhile();
                case TOO_MANY_KEYS ->
                    throw tooLarge("maxKeys", settings.limits().maxKeys());
                case TOO_LARGE ->
                    throw tooLarge("maxSessionBytes", settings.limits().maxSessionBytes());
                // The answer proves that this write was not applied: the next one starts from the version it names.
                case STALE -> {
                    version = reply.version();
                    if (attempt > settings.maxCommitAttempts()) {
                        return conflict(changes.stream().map(FieldChange::name).collect(toUnmodifiableSet()));
                    }
                }
                case CONFLICT -> {
                    Set<String> keys = reply.conflicts().keySet();
                    settings.tell(new SessionEvent.Conflicted(identity.id(), keys, attempt));
                    version = reply.version();
                    values.rebase(reply.conflicts());
                    if (attempt >= settings.maxCommitAttempts()) {
                        return conflict(keys);
                    }
                    pauseAfter(attempt);
                }
            }
        }
    }

    private CommitRequest request(List<FieldChange> changes) {
        long writeId = settings.random().nextLong();
        CommitRequest request = phase == Phase.NEW
                ? CommitRequest.create(
                        identity.id(), identity.secretHash(), writeId, settings.timeouts(), settings.limits())
                : CommitRequest.update(
                        identity.id(), identity.secretHash(), writeId, version, settings.timeouts(), settings.limits());
        return identity.addTo(request.change(changes));
    }

    private CommitResult saved(long newVersion) {
        version = newVersion;
        values.saved(newVersion);
        boolean newSecret = phase == Phase.NEW || identity.isSigningIn();
        if (phase == Phase.NEW) {
            settings.tell(new SessionEvent.Created(id()));
        }
        identity.saved();
        phase = Phase.STORED;
        if (newSecret) {
            setCookie = identity.setCookie();
        }
        return result(CommitResult.Status.SAVED);
    }

    private CommitResult end() {
        if (settings.store().end(identity.id(), identity.secretHash()) == EndReply.RENEWED) {
            throw renewedMeanwhile();
        }
        settings.tell(new SessionEvent.SignedOut(identity.id()));
        return ended();
    }

    private CommitResult ended() {
        phase = Phase.ENDED;
        // Who ended it elsewhere has deleted the cookie, and may have the one of a next session by now: that stays.
        setCookie = endedHere ? settings.cookie().clear() : null;
        return result(CommitResult.Status.ENDED);
    }

    private CommitResult conflict(Set<String> keys) {
        return new CommitResult(CommitResult.Status.CONFLICT, setCookie, keys);
    }

    private CommitResult result(CommitResult.Status status) {
        return new CommitResult(status, setCookie, Set.of());
    }

    private SessionRenewedException renewedMeanwhile() {
        settings.tell(new SessionEvent.RenewedMeanwhile(identity.id()));
        return new SessionRenewedException();
    }

    private LimitExceededException tooLarge(String limit, long allowed) {
        return new LimitExceededException(
                limit, allowed, "the session would exceed " + limit + " = " + allowed + "; keep large data elsewhere");
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("this view of the session is closed; open the session once per request");
    }

    /** Full jitter, so that requests which have just collided do not collide again. */
    private static void pauseAfter(int attempt) {
        long upTo = TimeUnit.MILLISECONDS.toNanos(1L << Math.min(attempt, 5));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(upTo));
    }
}
