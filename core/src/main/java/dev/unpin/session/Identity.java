package dev.unpin.session;

import dev.unpin.seal.SecretHash;
import dev.unpin.session.spi.CommitRequest;
import dev.unpin.session.spi.Renewal;
import dev.unpin.settings.Texts;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what a session is known, and whose it is: now, and after the next commit. */
final class Identity {
    private static final String KEPT = " characters, none of them control characters or halves of surrogate pairs";

    private static final String CSRF = "unpin csrf v1";

    private final SessionSettings settings;
    private SessionToken token;
    private @Nullable String owner;
    private @Nullable SessionToken nextToken;
    private @Nullable String nextOwner;
    private String label = "";

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

    void signIn(String newOwner, String newLabel) {
        requireOwner(newOwner);
        if (newLabel.length() > Session.MAX_LABEL_LENGTH || !Texts.isPlain(newLabel)) {
            throw new IllegalArgumentException("a label has at most " + Session.MAX_LABEL_LENGTH + KEPT);
        }
        if (owner != null && !owner.equals(newOwner)) {
            throw new IllegalStateException("the session belongs to another owner; sign it out and start a new one");
        }
        nextOwner = newOwner;
        label = newLabel;
    }

    static String requireOwner(String owner) {
        if (owner.isEmpty() || owner.length() > Session.MAX_OWNER_LENGTH || !Texts.isPlain(owner)) {
            throw new IllegalArgumentException("an owner has 1 to " + Session.MAX_OWNER_LENGTH + KEPT);
        }
        return owner;
    }

    boolean isSigningIn() {
        return nextOwner != null;
    }

    /** Enters the session, just stored with its new secret, among its owner's; false if it is over already. */
    boolean enrol(Duration lifetime) {
        Owners owners = settings.owners();
        return owners == null || nextOwner == null || owners.enrol(nextOwner, token.id(), label, lifetime);
    }

    /** Adds the sign-in. A stored session gets a new secret by it; a new session's secret is new anyway. */
    CommitRequest addTo(CommitRequest request) {
        if (nextOwner == null) {
            return request;
        }
        if (request.kind() == CommitRequest.Kind.CREATE) {
            return request.withOwner(nextOwner);
        }
        return request.withOwner(nextOwner).withRenewal(new Renewal(renewed().secretHash(), settings.renewalGrace()));
    }

    private SessionToken renewed() {
        if (nextToken == null) {
            nextToken = token.renew(settings.random());
        }
        return nextToken;
    }

    /** For a form in the answer to this request. */
    String csrfToken() {
        return csrfToken(token);
    }

    /** For a form in an answer that comes with the renewed cookie. */
    String csrfTokenOnceRenewed() {
        return csrfToken(renewed());
    }

    private String csrfToken(SessionToken when) {
        return CsrfToken.render(when.mac(CSRF), settings.random());
    }

    /** Whether it came from a form that was rendered under the secret that this request came with. */
    boolean isCsrfToken(String text) {
        return CsrfToken.matches(text, token.mac(CSRF));
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
