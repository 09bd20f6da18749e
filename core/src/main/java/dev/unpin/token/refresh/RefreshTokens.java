package dev.unpin.token.refresh;

import dev.unpin.StoreException;
import dev.unpin.seal.SealKeys;
import dev.unpin.token.spi.FamilyList;
import dev.unpin.token.spi.OpenFamilyReply;
import dev.unpin.token.spi.OpenFamilyRequest;
import dev.unpin.token.spi.RefreshTokenStore;
import dev.unpin.token.spi.RevokeReply;
import dev.unpin.token.spi.RotateReply;
import dev.unpin.token.spi.RotateRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps users signed in: opaque refresh tokens, each of which is replaced when it is used, at any instance.
 * Thread-safe; made once per service. Nothing needs closing.
 *
 * <pre>{@code
 * RefreshTokens refresh = RefreshTokens.builder(RedisRefreshTokenStore.create(redis), keys)
 *         .revocation(familyId -> blocklist.revokeSession(issuer, familyId)).build();
 * RefreshGrant grant = refresh.open("user-42", "web", o -> o.device("Firefox on Linux").scope("orders"));
 * Rotation rotation = refresh.tryRotate(presented);
 * switch (rotation.status()) {
 *     case ROTATED, REPLAYED -> answer(rotation.grant());
 *     case REUSED -> alarm(rotation.familyId());                  // the family is revoked already
 *     case REVOKED, EXPIRED, UNKNOWN, FORGED -> signInAgain();
 * }
 * }</pre>
 *
 * <p>A sign-in opens a family, of which one token is good at a time. Presenting it gives its successor; presenting it
 * again within the grace gives the same successor, so that parallel tabs and lost answers sign nobody out; presenting
 * it later proves that two parties hold tokens of the family, and ends it. What this service never issued is recognised
 * without asking the store, and ends nothing.
 *
 * <p>The store knows hashes only. A stolen copy of it makes no tokens, and neither do the keys alone.
 *
 * <p>Every call is one round trip, but for: a forged token, none; a call after which access tokens have to be revoked,
 * one more, and what that costs itself.
 */
public final class RefreshTokens {
    private final RefreshSettings settings;
    private final Revocations revocations;

    RefreshTokens(RefreshSettings settings) {
        this.settings = settings;
        this.revocations = new Revocations(settings);
    }

    /**
     * Starts from the defaults.
     *
     * @param store where families are kept; not closed
     * @param keys the keys of all instances, with which tokens are told from forgeries. A key that is replaced has to
     *     go on opening for the idle timeout
     * @return a builder
     */
    public static RefreshTokensBuilder builder(RefreshTokenStore store, SealKeys keys) {
        return new RefreshTokensBuilder(store, keys);
    }

    /**
     * Opens a family for somebody who has just signed in.
     *
     * @param owner who, for instance a user's id: 1 to 400 characters
     * @param clientId which client: 1 to 400 characters
     * @return the family's first token
     * @throws IllegalArgumentException if one of them is not as said
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} a
     *     family may have been opened that nobody can use
     */
    public RefreshGrant open(String owner, String clientId) {
        return open(owner, clientId, options -> {});
    }

    /**
     * Opens a family for somebody who has just signed in. If the owner has as many as allowed, the one used least
     * recently is revoked for it.
     *
     * @param owner who, for instance a user's id: 1 to 400 characters, none of them a control character
     * @param clientId which client: 1 to 400 characters, none of them a control character
     * @param options what else to keep
     * @return the family's first token
     * @throws IllegalArgumentException if one of them is not as said
     * @throws StoreException if the store is down, silent or refuses to work; with {@link dev.unpin.Effect#UNKNOWN} a
     *     family may have been opened that nobody can use
     */
    public RefreshGrant open(String owner, String clientId, Consumer<FamilyOptions> options) {
        FamilyOptions chosen = new FamilyOptions();
        options.accept(chosen);
        FamilyDetails details = chosen.details(owner, clientId);
        RefreshToken token = settings.mint()
                .first(
                        RefreshToken.ownerTag(owner),
                        settings.random(RefreshToken.ID_BYTES),
                        settings.random(RefreshToken.SECRET_BYTES));
        OpenFamilyReply reply = settings.store()
                .open(new OpenFamilyRequest(
                        token.owner(),
                        token.family(),
                        token.secretHash(),
                        details.write(),
                        settings.idleTimeout(),
                        settings.absoluteTimeout(),
                        settings.maxFamilies()));
        RefreshFamily family = details.of(reply.family());
        settings.tell(new RefreshEvent.Opened(family));
        reply.displaced().forEach(id -> settings.tell(new RefreshEvent.Displaced(id)));
        revocations.tell(token.owner(), reply.untold());
        return new RefreshGrant(settings.mint().write(token), family);
    }

    /**
     * Replaces a token by its successor, or says why not.
     *
     * @param token what a client presented, of any length
     * @return what became of it
     * @throws StoreException if the store is down, silent or refuses to work: no reason to sign anybody out. With
     *     {@link dev.unpin.Effect#UNKNOWN} the token may have been replaced, and the same call within the grace gives
     *     its successor
     */
    public Rotation tryRotate(String token) {
        Optional<RefreshToken> read = settings.mint().read(token);
        if (read.isEmpty()) {
            settings.tell(new RefreshEvent.Rejected(Rotation.Status.FORGED));
            return Rotation.forged();
        }
        RefreshToken presented = read.get();
        RefreshToken successor = settings.mint().successor(presented);
        RotateReply reply = settings.store()
                .rotate(new RotateRequest(
                        presented.owner(),
                        presented.family(),
                        presented.generation(),
                        presented.secretHash(),
                        successor.secretHash(),
                        settings.randomLong(),
                        settings.grace(),
                        settings.idleTimeout()));
        Rotation rotation = judge(reply, presented, successor);
        revocations.tell(presented.owner(), reply.untold());
        return rotation;
    }

    /**
     * Replaces a token by its successor.
     *
     * @param token what a client presented, of any length
     * @return its successor, the same one within the grace
     * @throws RefreshException if the token is no longer good
     * @throws StoreException as from {@link #tryRotate}
     */
    public RefreshGrant rotate(String token) {
        return tryRotate(token).grant();
    }

    /**
     * Signs out the device that holds a token (RFC 7009); the token may be any of its family, also one that was
     * replaced. What this service never issued revokes nothing, and costs no round trip.
     *
     * @param token what a client presented
     * @return what was revoked
     * @throws StoreException if the store is down, silent or refuses to work; may be repeated
     */
    public Revoked revoke(String token) {
        return settings.mint()
                .read(token)
                .map(read -> revoked(read.owner(), settings.store().revoke(read.owner(), read.family())))
                .orElse(new Revoked(List.of(), List.of()));
    }

    /**
     * Signs out one device of an owner.
     *
     * @param owner whose
     * @param familyId which, as {@link #list} names it; any text
     * @return what was revoked; nothing if the owner has no such family
     * @throws StoreException if the store is down, silent or refuses to work; may be repeated
     */
    public Revoked revokeFamily(String owner, String familyId) {
        String tag = tag(owner);
        // An id that is none comes from outside as well, and is nobody's.
        if (!RefreshToken.isId(familyId)) {
            return new Revoked(List.of(), List.of());
        }
        return revoked(tag, settings.store().revoke(tag, familyId));
    }

    /**
     * Signs out all devices of an owner.
     *
     * @param owner whose
     * @return what was revoked
     * @throws StoreException if the store is down, silent or refuses to work; may be repeated
     */
    public Revoked revokeAll(String owner) {
        String tag = tag(owner);
        return revoked(tag, settings.store().revokeAll(tag));
    }

    /**
     * Lists an owner's devices.
     *
     * @param owner whose
     * @return the families that are neither revoked nor over, the one used last first
     * @throws StoreException if the store is down, silent or refuses to work
     */
    public List<RefreshFamily> list(String owner) {
        String tag = tag(owner);
        FamilyList found = settings.store().list(tag);
        revocations.tell(tag, found.untold());
        return found.families().stream()
                .map(family -> FamilyDetails.read(family.details()).of(family))
                .sorted(Comparator.comparing(RefreshFamily::usedAt).reversed().thenComparing(RefreshFamily::id))
                .toList();
    }

    /**
     * Tells again of revoked families of which this instance could not tell. Worth calling every few seconds, from a
     * timer of the application: with that, access tokens are revoked soon after an outage of the blocklist is over,
     * also those of owners who do not come back. Two round trips for each owner, and what telling costs.
     *
     * @return for how many owners this instance still could not tell
     * @throws StoreException if the store is down, silent or refuses to work; nothing is forgotten
     */
    public int retryPending() {
        return revocations.retry();
    }

    /**
     * Asks the store whether it could serve a request now, for readiness probes. One round trip.
     *
     * @throws StoreException if it could not
     */
    public void ping() {
        settings.store().ping();
    }

    private Rotation judge(RotateReply reply, RefreshToken presented, RefreshToken successor) {
        return switch (reply.status()) {
            case ROTATED -> good(Rotation.Status.ROTATED, reply, successor);
            case REPLAYED -> good(Rotation.Status.REPLAYED, reply, successor);
            case REUSED -> refused(Rotation.Status.REUSED, presented);
            case REVOKED -> refused(Rotation.Status.REVOKED, presented);
            case EXPIRED -> refused(Rotation.Status.EXPIRED, presented);
            case UNKNOWN -> refused(Rotation.Status.UNKNOWN, presented);
        };
    }

    private Rotation good(Rotation.Status status, RotateReply reply, RefreshToken successor) {
        RefreshFamily family = FamilyDetails.read(reply.family().details()).of(reply.family());
        settings.tell(
                status == Rotation.Status.ROTATED
                        ? new RefreshEvent.Rotated(family)
                        : new RefreshEvent.Replayed(family));
        return Rotation.good(status, new RefreshGrant(settings.mint().write(successor), family));
    }

    private Rotation refused(Rotation.Status status, RefreshToken presented) {
        settings.tell(
                status == Rotation.Status.REUSED
                        ? new RefreshEvent.Reused(presented.family())
                        : new RefreshEvent.Rejected(status));
        return Rotation.refused(status, presented.family());
    }

    private Revoked revoked(String tag, RevokeReply reply) {
        reply.revoked().forEach(id -> settings.tell(new RefreshEvent.Revoked(id)));
        return new Revoked(reply.revoked(), revocations.tell(tag, reply.untold()));
    }

    private static String tag(String owner) {
        return RefreshToken.text(RefreshToken.ownerTag(FamilyDetails.checkId(owner, "owner")));
    }
}
