package dev.unpin.session;

import dev.unpin.StoreException;
import dev.unpin.http.CookieReading;
import dev.unpin.http.SessionCookie;
import dev.unpin.session.spi.SessionStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Users' sessions, kept in a store that all instances of a service share: any instance serves any request, and an
 * instance that dies takes no session with it. Thread-safe; made once per service. Nothing needs closing.
 *
 * <pre>{@code
 * Sessions sessions = Sessions.builder(RedisSessionStore.create(redis)).codecs(JacksonCodecs.create()).build();
 * try (Session session = sessions.open(cookieHeader)) {
 *     session.update(CART, cart -> cart.plus(item));
 *     session.commit().ifPresent(setCookie -> answer.header("Set-Cookie", setCookie));
 * }
 * }</pre>
 */
public final class Sessions {
    private final SessionSettings settings;

    Sessions(SessionSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts from the defaults.
     *
     * @param store where the sessions are kept; not closed
     * @return a builder
     */
    public static SessionsBuilder builder(SessionStore store) {
        return new SessionsBuilder(store);
    }

    /**
     * Opens the session that a request belongs to. Asks nothing of the store yet: a request that never touches its
     * session costs no round trip, and works while the store is down.
     *
     * <p>A cookie that is malformed, unknown, expired or forged leads to a new, empty session, of which nothing is
     * stored until something is put into it. An id that a client made up is never adopted.
     *
     * @param cookieHeader the request's {@code Cookie} header, several ones joined by {@code "; "}, or null
     * @return a session for this request and its thread, to be closed
     */
    public Session open(@Nullable String cookieHeader) {
        CookieReading reading = settings.cookie().read(cookieHeader);
        if (reading.status() == CookieReading.Status.ABSENT) {
            return new Session(new SessionWork(settings, null));
        }
        Optional<SessionToken> token = reading.value().flatMap(SessionToken::parse);
        if (token.isEmpty()) {
            settings.reject(CookieRejection.MALFORMED);
        }
        return new Session(new SessionWork(settings, token.orElse(null)));
    }

    /**
     * Lists where somebody is signed in. One round trip, one more for each session, and one more if some of them were
     * found to be over; what an interrupted sign-out has left is ended on the way. Needs an
     * {@linkplain SessionsBuilder#owners index of owners}, as do the next two.
     *
     * @param owner who has signed in
     * @return the sessions that are still there, the newest sign-in first; a sign-in under way may be missing
     * @throws StoreException if the store is down or silent
     * @throws IllegalStateException without an index of owners
     */
    public List<OwnedSession> ownedBy(String owner) {
        return owners().list(Identity.requireOwner(owner));
    }

    /**
     * Signs one of somebody's sessions out, for good and on every instance. One round trip.
     *
     * @param owner who has signed in
     * @param id which session; may come from a client as it is
     * @return true if there is no such session now, whoever ended it; false if it is somebody else's, and still there
     * @throws StoreException if the store is down or silent; with {@link dev.unpin.Effect#UNKNOWN} the session may or
     *     may not be gone
     * @throws IllegalStateException without an index of owners
     */
    public boolean signOut(String owner, String id) {
        Owners owners = owners();
        Identity.requireOwner(owner);
        return !SessionToken.isId(id) || owners.signOut(owner, id);
    }

    /**
     * Signs all of somebody's sessions out, for good and on every instance, this request's among them: every session
     * whose sign-in was complete when this was called. Of a sign-in that is under way meanwhile, the session is either
     * signed out as well, or is in the index for the next call. Three round trips, and one for each session.
     *
     * @param owner who has signed in
     * @throws StoreException if the store is down or silent; with {@link dev.unpin.Effect#UNKNOWN} some sessions may be
     *     gone and others not: call it again, which goes on. If nobody does, the owner's next sign-in goes on with it
     * @throws IllegalStateException without an index of owners
     */
    public void signOutEverywhere(String owner) {
        owners().signOutEverywhere(Identity.requireOwner(owner));
    }

    /**
     * Looks once for sessions that have expired, and gives each to the handler, on the caller's thread. For a service
     * that schedules by itself; {@link ExpirySweeper} does it over and over.
     *
     * <p>Every session that was stored while {@link SessionsBuilder#expiries} was set and that has expired is given to
     * one instance, once, or again after the {@linkplain SessionsBuilder#expiryLease lease} if that instance died, its
     * handler threw, or took longer than the lease. One whose sign-out was reported as done is not given; an id whose
     * creation was broken off may be. So the handler must be able to run twice, and to find nothing of the id. What the
     * session held is gone by then: what is to be cleared up has to be found by the id.
     *
     * <p>One round trip for each of the store's partitions, two for each session that was due and is still in use,
     * three for each that has expired.
     *
     * @param handler is given the session's id; what it throws is logged
     * @return how many sessions it has handled
     * @throws StoreException if the store failed for some of them; the others were handled, and these will be
     * @throws IllegalStateException if these sessions keep no account of expiries
     */
    public int sweepExpired(Consumer<String> handler) {
        Objects.requireNonNull(handler, "handler");
        return requireExpiries().sweep(handler);
    }

    Expiries requireExpiries() {
        Expiries expiries = settings.expiries();
        if (expiries == null) {
            throw new IllegalStateException(
                    "there is no account of expiries: give Sessions.builder(…).expiries(…) before sessions are stored");
        }
        return expiries;
    }

    private Owners owners() {
        Owners owners = settings.owners();
        if (owners == null) {
            throw new IllegalStateException(
                    "there is no index of owners: give Sessions.builder(…).owners(…), and let them sign in with it");
        }
        return owners;
    }

    /**
     * Returns how the session cookie is named and written.
     *
     * @return the settings of the cookie
     */
    public SessionCookie cookie() {
        return settings.cookie();
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One round trip.
     *
     * @throws StoreException if it could not
     */
    public void ping() {
        settings.store().ping();
    }

    /**
     * Tells how many cookies were not followed since these sessions were made.
     *
     * @param reason why
     * @return a count of this instance
     */
    public long rejectedCookies(CookieRejection reason) {
        return settings.rejections().sum(reason);
    }
}
