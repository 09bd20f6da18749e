package dev.unpin.token;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a verified access token says: who calls, by whose word, and for how long. Immutable. It does not hold the
 * token's text.
 *
 * <p>Only verifiers should make one; whoever holds an instance may rely on it.
 */
public final class AccessToken {
    private final String issuer;
    private final String subject;
    private final String id;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final @Nullable Instant notBefore;
    private final @Nullable String sessionId;
    private final @Nullable String clientId;
    private final @Nullable String keyId;
    private final List<String> audience;
    private final Set<String> scope;
    private final Claims claims;
    private final Freshness freshness;

    /** Made when a blocklist first asks; whoever makes it makes the same. */
    private @Nullable RevokedIds revokedIds;

    private AccessToken(Builder builder, Freshness freshness) {
        this.issuer = builder.issuer;
        this.subject = builder.subject;
        this.id = builder.id;
        this.issuedAt = builder.issuedAt;
        this.expiresAt = builder.expiresAt;
        this.notBefore = builder.notBefore;
        this.sessionId = builder.sessionId;
        this.clientId = builder.clientId;
        this.keyId = builder.keyId;
        this.audience = builder.audience;
        this.scope = builder.scope;
        this.claims = builder.claims;
        this.freshness = freshness;
    }

    private AccessToken(AccessToken that, Freshness freshness) {
        this.issuer = that.issuer;
        this.subject = that.subject;
        this.id = that.id;
        this.issuedAt = that.issuedAt;
        this.expiresAt = that.expiresAt;
        this.notBefore = that.notBefore;
        this.sessionId = that.sessionId;
        this.clientId = that.clientId;
        this.keyId = that.keyId;
        this.audience = that.audience;
        this.scope = that.scope;
        this.claims = that.claims;
        this.freshness = freshness;
        this.revokedIds = that.revokedIds;
    }

    /**
     * Starts from what every token has, for authors of verifiers.
     *
     * @param issuer who issued it
     * @param subject whom it is about
     * @param id which token of that issuer it is
     * @param issuedAt when it was issued, as exactly as the token tells; if rounded, then down
     * @param expiresAt the first moment at which it is no longer valid
     * @return a builder
     */
    public static Builder builder(String issuer, String subject, String id, Instant issuedAt, Instant expiresAt) {
        return new Builder(issuer, subject, id, issuedAt, expiresAt);
    }

    /**
     * Returns who issued the token.
     *
     * @return the issuer, exactly as configured
     */
    public String issuer() {
        return issuer;
    }

    /**
     * Returns whom the token is about. Unique within one issuer only.
     *
     * @return the subject
     */
    public String subject() {
        return subject;
    }

    /**
     * Returns which token this is. Unique within one issuer; no secret. Where a profile does without an id of the
     * issuer's, it is {@code sha256:} and the digest of the signed part.
     *
     * @return the token's identity
     */
    public String id() {
        return id;
    }

    /**
     * Returns which session (sign-in) the token belongs to.
     *
     * @return the session id, or empty if the token names none
     */
    public Optional<String> sessionId() {
        return Optional.ofNullable(sessionId);
    }

    /**
     * Returns which services the token is meant for.
     *
     * @return an unmodifiable list
     */
    public List<String> audience() {
        return audience;
    }

    /**
     * Returns when the token was issued: to the millisecond if it is one of ours, else rounded down to what it tells,
     * mostly a second.
     *
     * @return the moment of issue
     */
    public Instant issuedAt() {
        return issuedAt;
    }

    /**
     * Returns when the token ends. A verifier may have accepted it a little later, by its clock skew.
     *
     * @return the first moment at which the token is no longer valid
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * Returns when the token's validity began, if it says so.
     *
     * @return the moment, or empty
     */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /**
     * Returns which client the token was issued to.
     *
     * @return the client's id, or empty if the token names none
     */
    public Optional<String> clientId() {
        return Optional.ofNullable(clientId);
    }

    /**
     * Returns which of the issuer's keys signed the token.
     *
     * @return the key's id, or empty if its verifier has only one key
     */
    public Optional<String> keyId() {
        return Optional.ofNullable(keyId);
    }

    /**
     * Returns what the token may be used for.
     *
     * @return an unmodifiable set, in the token's order
     */
    public Set<String> scope() {
        return scope;
    }

    /**
     * Demands a scope.
     *
     * @param required the scope's name: visible ASCII but neither quote nor backslash
     * @return this
     * @throws TokenException if the token does not have it: {@link TokenRejection#INSUFFICIENT_SCOPE}, HTTP status 403
     * @throws IllegalArgumentException if the name is no scope's (RFC 6749, section 3.3)
     */
    public AccessToken requireScope(String required) {
        if (!scope.contains(Scopes.check(required))) {
            throw TokenException.insufficientScope(required);
        }
        return this;
    }

    /**
     * Returns everything the token says, the claims behind the other methods included.
     *
     * @return the claims
     */
    public Claims claims() {
        return claims;
    }

    /**
     * Returns what is known about the token's revocation.
     *
     * @return how fresh the news is
     */
    public Freshness freshness() {
        return freshness;
    }

    /**
     * Returns this token with another freshness, for authors of verifiers.
     *
     * @param known what is known now
     * @return this, or a token that differs in its freshness only
     */
    public AccessToken withFreshness(Freshness known) {
        return known == freshness ? this : new AccessToken(this, Objects.requireNonNull(known, "freshness"));
    }

    /** By which ids this token can be revoked. */
    RevokedIds revokedIds() {
        RevokedIds known = revokedIds;
        if (known == null) {
            known = RevokedIds.of(this);
            revokedIds = known;
        }
        return known;
    }

    /** Shows issuer, id and times: enough to find it in a log, and nothing personal. */
    @Override
    public String toString() {
        return "AccessToken[" + id + " by " + issuer + ", issued " + issuedAt + ", expires " + expiresAt + ", "
                + freshness + "]";
    }

    /** Gathers what a token says, for authors of verifiers. Not thread-safe. */
    public static final class Builder {
        private final String issuer;
        private final String subject;
        private final String id;
        private final Instant issuedAt;
        private final Instant expiresAt;
        private @Nullable Instant notBefore;
        private @Nullable String sessionId;
        private @Nullable String clientId;
        private @Nullable String keyId;
        private List<String> audience = List.of();
        private Set<String> scope = Set.of();
        private Claims claims = Claims.none();

        private Builder(String issuer, String subject, String id, Instant issuedAt, Instant expiresAt) {
            this.issuer = Objects.requireNonNull(issuer, "issuer");
            this.subject = Objects.requireNonNull(subject, "subject");
            this.id = Objects.requireNonNull(id, "id");
            this.issuedAt = Objects.requireNonNull(issuedAt, "issuedAt");
            this.expiresAt = Objects.requireNonNull(expiresAt, "expiresAt");
        }

        /**
         * Sets when the token's validity begins; none by default.
         *
         * @param moment the moment, or null
         * @return this
         */
        public Builder notBefore(@Nullable Instant moment) {
            notBefore = moment;
            return this;
        }

        /**
         * Sets the session; none by default.
         *
         * @param session the session's id, or null
         * @return this
         */
        public Builder sessionId(@Nullable String session) {
            sessionId = session;
            return this;
        }

        /**
         * Sets the client; none by default.
         *
         * @param client the client's id, or null
         * @return this
         */
        public Builder clientId(@Nullable String client) {
            clientId = client;
            return this;
        }

        /**
         * Sets the key that signed; none by default.
         *
         * @param key the key's id, or null
         * @return this
         */
        public Builder keyId(@Nullable String key) {
            keyId = key;
            return this;
        }

        /**
         * Sets the audience; none by default.
         *
         * @param services whom the token is meant for; copied
         * @return this
         */
        public Builder audience(Collection<String> services) {
            audience = List.copyOf(services);
            return this;
        }

        /**
         * Sets the scope; none by default.
         *
         * @param scopes what the token may be used for; copied
         * @return this
         */
        public Builder scope(Collection<String> scopes) {
            scope = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
            return this;
        }

        /**
         * Sets all claims; none by default.
         *
         * @param all the claims
         * @return this
         */
        public Builder claims(Claims all) {
            claims = Objects.requireNonNull(all, "claims");
            return this;
        }

        /**
         * Makes the token.
         *
         * @return a token of which nothing is known about its revocation: {@link Freshness#UNCHECKED}
         */
        public AccessToken build() {
            return new AccessToken(this, Freshness.UNCHECKED);
        }
    }
}
