package dev.unpin.token;

import java.util.Locale;

/** Why a token was not accepted: the first check that failed. Nothing behind it was looked at. */
public enum TokenRejection {
    /** The request carries no bearer token at all. */
    MISSING_CREDENTIALS(401),

    /** What was presented is no well-formed token: size, characters, JSON, or a claim of the wrong kind. */
    MALFORMED(401),

    /** A well-formed token that asks for something this verifier does not do: another algorithm, {@code crit}, JWE. */
    UNSUPPORTED(401),

    /** The token is of another class, for instance a refresh or logout token. */
    WRONG_TYPE(401),

    /** No key of that id is trusted, or no longer. */
    UNKNOWN_KEY(401),

    /** The signature does not fit the key. */
    BAD_SIGNATURE(401),

    /** A claim that this verifier requires is absent. */
    MISSING_CLAIM(401),

    /** The token was issued by somebody else. */
    WRONG_ISSUER(401),

    /** The token is meant for another service. */
    WRONG_AUDIENCE(401),

    /**
     * The token says that it lives longer than this verifier accepts, and so longer than a revocation is remembered.
     */
    TOO_LONG_LIVED(401),

    /** The token was valid, and is over. */
    EXPIRED(401),

    /** The token is not valid yet, or says that it was issued in the future. */
    NOT_YET_VALID(401),

    /** The token was taken back: itself, its session, its subject or its key. */
    REVOKED(401),

    /** Whether the token is good cannot be told now, for want of keys or of news about revocations. */
    UNDECIDABLE(503),

    /** The token is good but does not reach far enough. */
    INSUFFICIENT_SCOPE(403);

    private final int httpStatus;

    TokenRejection(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    int httpStatus() {
        return httpStatus;
    }

    /** {@code WRONG_ISSUER} becomes {@code token-wrong-issuer}. */
    String code() {
        return "token-" + words('-');
    }

    String words(char separator) {
        return name().toLowerCase(Locale.ROOT).replace('_', separator);
    }
}
