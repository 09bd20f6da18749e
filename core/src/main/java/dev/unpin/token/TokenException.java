package dev.unpin.token;

import dev.unpin.Effect;
import dev.unpin.UnpinException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token was not accepted. Code {@code token-} and the reason, for instance {@code token-expired}.
 *
 * <p>The HTTP status is 401 with the challenge of RFC 6750; 403 where the token is good but its scope too narrow; and
 * 503 where it cannot be told now whether the token is good ({@link Effect#NOT_SENT}, worth repeating), so that an
 * outage signs nobody out. Nothing here holds a part of the token: neither the message nor the challenge.
 */
public final class TokenException extends UnpinException {
    private static final long serialVersionUID = 1L;

    private final TokenRejection reason;
    private final String challenge;

    /**
     * Reports a refusal, for authors of verifiers.
     *
     * @param reason why
     * @param message what was wrong and what is expected, without any part of the token
     */
    public TokenException(TokenRejection reason, String message) {
        this(reason, message, defaultChallenge(reason), null);
    }

    /**
     * Reports a refusal with a cause, for authors of verifiers.
     *
     * @param reason why
     * @param message what was wrong and what is expected, without any part of the token
     * @param cause what led to it; its message must not hold a part of the token either
     */
    public TokenException(TokenRejection reason, String message, @Nullable Throwable cause) {
        this(reason, message, defaultChallenge(reason), cause);
    }

    private TokenException(TokenRejection reason, String message, String challenge, @Nullable Throwable cause) {
        super(
                reason.code(),
                reason == TokenRejection.UNDECIDABLE ? Effect.NOT_SENT : Effect.REFUSED,
                reason.httpStatus(),
                message,
                cause);
        this.reason = Objects.requireNonNull(reason, "reason");
        this.challenge = challenge;
    }

    /** The scope's name is the application's, not the token's. */
    static TokenException insufficientScope(String scope) {
        return new TokenException(
                TokenRejection.INSUFFICIENT_SCOPE,
                "the token does not have the scope " + scope,
                "Bearer error=\"insufficient_scope\", scope=\"" + scope + '"',
                null);
    }

    /**
     * Returns why the token was not accepted.
     *
     * @return the reason
     */
    public TokenRejection reason() {
        return reason;
    }

    @Override
    public Optional<String> challenge() {
        return challenge.isEmpty() ? Optional.empty() : Optional.of(challenge);
    }

    @Override
    public Optional<Duration> retryAfter() {
        return reason == TokenRejection.UNDECIDABLE ? Optional.of(Duration.ofSeconds(1)) : Optional.empty();
    }

    /** RFC 6750, section 3: who sent no credentials is told no error. */
    private static String defaultChallenge(TokenRejection reason) {
        return switch (reason) {
            case UNDECIDABLE -> "";
            case MISSING_CREDENTIALS -> "Bearer realm=\"api\"";
            case INSUFFICIENT_SCOPE -> "Bearer error=\"insufficient_scope\"";
            default -> "Bearer error=\"invalid_token\", error_description=\"" + reason.words(' ') + '"';
        };
    }
}
