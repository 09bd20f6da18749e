package dev.unpin.session;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.unpin.Effect;
import dev.unpin.LimitExceededException;
import dev.unpin.StoreException;
import dev.unpin.retry.Backoff;
import dev.unpin.session.spi.CommitReply;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.FieldChange;
import dev.unpin.session.spi.LoadReply;
import dev.unpin.session.spi.LoadRequest;
import dev.unpin.session.spi.SessionRecord;
import dev.unpin.session.spi.StoredField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request's dealings with the store: reads the session when it is first needed, and commits what has changed. */
final class SessionWork {
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
        /** The request is done with it. */
        CLOSED
    }

    private final SessionSettings settings;
    private final @Nullable SessionToken presented;
    private Phase phase = Phase.UNTOUCHED;
    private Identity identity;
    private SessionValues values;
    private long version;
    private Duration lifetime;
    private boolean endedHere;
    private boolean formRendered;
    private @Nullable String setCookie;
    private @Nullable CommitRequest unsettled;

    SessionWork(SessionSettings settings, @Nullable SessionToken presented) {
        this.settings = settings;
        this.presented = presented;
        this.lifetime = settings.timeouts().absolute();
        SessionToken token = presented != null ? presented : SessionToken.create(settings.random());
        this.identity = new Identity(settings, token, null);
        this.values = new SessionValues(identity.id(), settings, Map.of());
    }

    Identity identity() {
        touch();
        return identity;
    }

    SessionValues values() {
        touch();
        return values;
    }

    boolean isNew() {
        touch();
        return phase == Phase.NEW;
    }

    boolean endedHere() {
        return endedHere;
    }

    /** Must precede every change: what an unsettled commit has sent must be sent again as it was. */
    SessionWork changing() {
        touch();
        if (unsettled != null) {
            throw new IllegalStateException(
                    "the last commit has an unknown outcome; commit again, which settles it, before changing more");
        }
        return this;
    }

    /** A form of a session that is not stored would be refused when it comes back, so the next commit stores it. */
    String csrfToken() {
        touch();
        formRendered = true;
        return phase == Phase.STORED && identity.isSigningIn() ? identity.csrfTokenOnceRenewed() : identity.csrfToken();
    }

    void requireCsrfToken(@Nullable String submitted) {
        touch();
        if (submitted == null || !identity.isCsrfToken(submitted)) {
            throw new CsrfTokenException();
        }
    }

    /** Needs no reading: to end a session, its id and secret are enough. */
    void signOut() {
        if (phase == Phase.UNTOUCHED) {
            phase = presented == null ? Phase.ENDED : Phase.SIGNED_OUT;
        } else {
            changing();
            phase = phase == Phase.NEW ? Phase.ENDED : Phase.SIGNED_OUT;
        }
        endedHere = true;
    }

    CommitResult commit() {
        return switch (phase) {
            case CLOSED -> throw closed();
            case UNTOUCHED -> result(CommitResult.Status.UNCHANGED);
            case ENDED -> ended();
            case SIGNED_OUT -> end();
            case NEW, STORED -> store();
        };
    }

    void close() {
        phase = Phase.CLOSED;
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
                if (reply.isCopy()) {
                    values.writeAll();
                }
                version = found.version();
                lifetime = Duration.between(found.created(), found.absoluteDeadline());
                phase = Phase.STORED;
            }
            case RENEWED -> throw renewedMeanwhile();
            case UNKNOWN -> startAnew(CookieRejection.UNKNOWN);
            case EXPIRED -> startAnew(CookieRejection.EXPIRED);
            case FORGED -> startAnew(CookieRejection.FORGED);
        }
    }

    private void startAnew(CookieRejection reason) {
        settings.reject(reason);
        open(SessionToken.create(settings.random()), null, Map.of());
        phase = Phase.NEW;
    }

    private void open(SessionToken token, @Nullable String owner, Map<String, StoredField> fields) {
        identity = new Identity(settings, token, owner);
        values = new SessionValues(token.id(), settings, fields);
    }

    private CommitResult store() {
        Backoff backoff = settings.backoff();
        for (int attempt = 1; ; attempt++) {
            CommitRequest request = unsettled;
            if (request == null) {
                List<FieldChange> changes = values.changes();
                boolean cookieNeeded = phase == Phase.NEW && formRendered;
                if (changes.isEmpty() && !identity.isSigningIn() && !cookieNeeded) {
                    return result(CommitResult.Status.UNCHANGED);
                }
                request = request(changes);
            }
            CommitReply reply = send(request);
            switch (reply.status()) {
                case SAVED -> {
                    return enrolled(request) ? saved(reply.version()) : endedMeanwhile();
                }
                case ENDED -> {
                    return endedMeanwhile();
                }
                case RENEWED -> throw renewedMeanwhile();
                case TOO_MANY_KEYS ->
                    throw tooLarge("maxKeys", settings.limits().maxKeys());
                case TOO_LARGE ->
                    throw tooLarge("maxSessionBytes", settings.limits().maxSessionBytes());
                case STALE, CONFLICT -> {
                    // Either answer proves that this write was not applied: the next one starts from the version it
                    // names.
                    version = reply.version();
                    values.rebase(reply.conflicts());
                    Set<String> keys = inTheWay(reply, request);
                    settings.tell(new SessionEvent.Conflicted(identity.id(), keys, attempt));
                    if (attempt >= settings.maxCommitAttempts() || !mayTryAfter(attempt, backoff)) {
                        return new CommitResult(CommitResult.Status.CONFLICT, setCookie, keys);
                    }
                }
            }
        }
    }

    /** What an answer says of the session is old after a pause, so every other try follows at once. */
    private static boolean mayTryAfter(int attempt, Backoff backoff) {
        return attempt % 2 == 1 ? backoff.remaining() > 0 : backoff.pause();
    }

    /** The values that others have changed; after STALE it can be any of those that the commit would have written. */
    private static Set<String> inTheWay(CommitReply reply, CommitRequest request) {
        return reply.status() == CommitReply.Status.CONFLICT
                ? reply.conflicts().keySet()
                : request.changes().stream().map(FieldChange::name).collect(toUnmodifiableSet());
    }

    /** A request whose outcome is unknown is kept: only the very same one, sent again, can settle it. */
    private CommitReply send(CommitRequest request) {
        boolean again = unsettled != null;
        Expiries expiries = settings.expiries();
        if (expiries != null && request.kind() == CommitRequest.Kind.CREATE && !again) {
            expiries.schedule(request.id());
        }
        CommitReply reply;
        try {
            reply = settings.store().commit(request);
        } catch (StoreException e) {
            unsettled = again || e.effect() == Effect.UNKNOWN ? request : null;
            throw e;
        }
        if (again && reply.status() == CommitReply.Status.STALE) {
            throw StoreException.unknown(
                    "too many commits have passed to tell whether the one before was applied; open the session again",
                    null);
        }
        unsettled = null;
        return reply;
    }

    /** Until this has gone through, nobody learns the new secret; sending the commit again leads here again. */
    private boolean enrolled(CommitRequest request) {
        try {
            return identity.enrol(lifetime);
        } catch (StoreException e) {
            unsettled = request;
            throw StoreException.unknown(
                    "the session was stored, but not entered in its owner's index; commit again, which goes on", e);
        }
    }

    private CommitResult endedMeanwhile() {
        settings.tell(new SessionEvent.EndedMeanwhile(identity.id()));
        return ended();
    }

    private CommitRequest request(List<FieldChange> changes) {
        long writeId = settings.random().nextLong();
        CommitRequest request = phase == Phase.NEW
                ? CommitRequest.create(
                        identity.id(), identity.secretHash(), writeId, settings.timeouts(), settings.limits())
                : CommitRequest.update(
                        identity.id(), identity.secretHash(), writeId, version, settings.timeouts(), settings.limits());
        return identity.addTo(request.withChanges(changes));
    }

    private CommitResult saved(long newVersion) {
        version = newVersion;
        values.saved(newVersion);
        boolean newSecret = phase == Phase.NEW || identity.isSigningIn();
        if (phase == Phase.NEW) {
            settings.tell(new SessionEvent.Created(identity.id()));
        }
        identity.saved();
        phase = Phase.STORED;
        if (newSecret) {
            setCookie = identity.setCookie();
        }
        return result(CommitResult.Status.SAVED);
    }

    private CommitResult end() {
        switch (settings.store().end(identity.id(), identity.secretHash())) {
            case ENDED -> settings.signedOut(identity.id());
            case FORGED -> settings.reject(CookieRejection.FORGED);
            case RENEWED -> throw renewedMeanwhile();
        }
        return ended();
    }

    private CommitResult ended() {
        phase = Phase.ENDED;
        // Who ended it elsewhere has deleted the cookie, and may have the one of a next session by now: that stays.
        setCookie = endedHere ? settings.cookie().clear() : null;
        return result(CommitResult.Status.ENDED);
    }

    private CommitResult result(CommitResult.Status status) {
        return new CommitResult(status, setCookie, Set.of());
    }

    private SessionRenewedException renewedMeanwhile() {
        settings.tell(new SessionEvent.RenewedMeanwhile(identity.id()));
        return new SessionRenewedException();
    }

    private static LimitExceededException tooLarge(String limit, long allowed) {
        return new LimitExceededException(
                limit, allowed, "the session would exceed " + limit + " = " + allowed + "; keep large data elsewhere");
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("this view of the session is closed; open the session once per request");
    }
}
