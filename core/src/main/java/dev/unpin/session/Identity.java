package dev.unpin.session;

import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.session.spi.SecretHash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what a session is known, and whose it is: now, and after the next commit. */
final class Identity {
    private final SessionSettings settings;
    private SessionToken token;
    private @Nullable String owner;
    private @Nullable SessionToken nextToken;
    private @Nullable String nextOwner;

    Identity(SessionSettings settings, SessionToken token, @Nullable String owner) {
        this.settings = settings;
        this.token = token;
        this.owner = owner;
    }

    String id() {
        return token.id();
    }

    SecretHash secretHash() {
        return token.secretHash();
    }

    Optional<String> owner() {
        return Optional.ofNullable(nextOwner != null ? nextOwner : owner);
    }

    void signIn(String newOwner) {
        if (newOwner.isEmpty()
                || newOwner.length() > Session.MAX_OWNER_LENGTH
                || newOwner.codePoints().anyMatch(Identity::cannotBeKept)) {
            throw new IllegalArgumentException("an owner has 1 to " + Session.MAX_OWNER_LENGTH
                    + " characters, none of them control characters or halves of surrogate pairs");
        }
        if (owner != null && !owner.equals(newOwner)) {
            throw new IllegalStateException("the session belongs to another owner; sign it out and start a new one");
        }
        nextOwner = newOwner;
    }

    /** Half a surrogate pair has no bytes in UTF-8: owners that differ in it would become one. */
    private static boolean cannotBeKept(int character) {
        return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
    }

    boolean isSigningIn() {
        return nextOwner != null;
    }

    /** Adds the sign-in. A stored session gets a new secret by it; a new session's secret is new anyway. */
    CommitRequest addTo(CommitRequest request) {
        if (nextOwner == null) {
            return request;
        }
        if (request.kind() == CommitRequest.Kind.CREATE) {
            return request.withOwner(nextOwner);
        }
        if (nextToken == null) {
            nextToken = token.renew(settings.random());
        }
        return request.withOwner(nextOwner).withRenewal(new Renewal(nextToken.secretHash(), settings.renewalGrace()));
    }

    /** The commit went through. */
    void saved() {
        if (nextOwner != null) {
            settings.tell(new SessionEvent.SignedIn(token.id(), nextOwner));
            owner = nextOwner;
            nextOwner = null;
        }
        if (nextToken != null) {
            token = nextToken;
            nextToken = null;
        }
    }

    String setCookie() {
        return settings.cookie().setCookie(token.text());
    }
}
