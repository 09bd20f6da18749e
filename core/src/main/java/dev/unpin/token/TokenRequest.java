package dev.unpin.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an access token to be issued shall say. Immutable. */
public final class TokenRequest {
    private final String subject;
    private final String clientId;
    private final @Nullable String sessionId;
    private final @Nullable Duration lifetime;
    private final @Nullable Instant issuedAt;
    private final List<String> audience;
    private final Set<String> scope;
    private final Claims claims;

    private TokenRequest(Builder builder) {
        subject = builder.subject;
        clientId = builder.clientId;
        sessionId = builder.sessionId;
        lifetime = builder.lifetime;
        issuedAt = builder.issuedAt;
        audience = List.copyOf(builder.audience);
        scope = Collections.unmodifiableSet(new LinkedHashSet<>(builder.scope));
        claims = Claims.of(builder.claims);
    }

    /**
     * Asks for a token with the issuer's defaults.
     *
     * @param subject whom it is about, for instance a user's id
     * @param clientId which client it is for
     * @return a request
     */
    public static TokenRequest of(String subject, String clientId) {
        return builder(subject, clientId).build();
    }

    /**
     * Starts from the issuer's defaults.
     *
     * @param subject whom it is about, for instance a user's id
     * @param clientId which client it is for
     * @return a builder
     */
    public static Builder builder(String subject, String clientId) {
        return new Builder(subject, clientId);
    }

    /**
     * Returns whom the token is about.
     *
     * @return the subject
     */
    public String subject() {
        return subject;
    }

    /**
     * Returns which client the token is for.
     *
     * @return the client's id
     */
    public String clientId() {
        return clientId;
    }

    /**
     * Returns which session (sign-in) the token belongs to.
     *
     * @return the session's id, or empty
     */
    public Optional<String> sessionId() {
        return Optional.ofNullable(sessionId);
    }

    /**
     * Returns how long the token shall live.
     *
     * @return the lifetime, or empty for the issuer's own
     */
    public Optional<Duration> lifetime() {
        return Optional.ofNullable(lifetime);
    }

    /**
     * Returns when the token counts as issued.
     *
     * @return the moment, or empty for now
     */
    public Optional<Instant> issuedAt() {
        return Optional.ofNullable(issuedAt);
    }

    /**
     * Returns whom the token is meant for.
     *
     * @return an unmodifiable list, empty for the issuer's own
     */
    public List<String> audience() {
        return audience;
    }

    /**
     * Returns what the token may be used for.
     *
     * @return an unmodifiable set, in the order given
     */
    public Set<String> scope() {
        return scope;
    }

    /**
     * Returns further claims.
     *
     * @return the claims
     */
    public Claims claims() {
        return claims;
    }

    /** Shows the client and the names of claims; nothing personal. */
    @Override
    public String toString() {
        return "TokenRequest[for client " + clientId + ", " + claims + "]";
    }

    /** Gathers what the token shall say. Not thread-safe. */
    public static final class Builder {
        private final String subject;
        private final String clientId;
        private @Nullable String sessionId;
        private @Nullable Duration lifetime;
        private @Nullable Instant issuedAt;
        private final List<String> audience = new ArrayList<>();
        private final Set<String> scope = new LinkedHashSet<>();
        private final Map<String, Object> claims = new LinkedHashMap<>();

        private Builder(String subject, String clientId) {
            this.subject = notEmpty(subject, "subject");
            this.clientId = notEmpty(clientId, "clientId");
        }

        /**
         * Sets the session (sign-in) the token belongs to; none by default.
         *
         * @param id the session's id
         * @return this
         */
        public Builder sessionId(String id) {
            sessionId = notEmpty(id, "sessionId");
            return this;
        }

        /**
         * Sets how long the token lives, instead of the issuer's lifetime; cut to it if longer.
         *
         * @param duration at least one second
         * @return this
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder lifetime(Duration duration) {
            if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("lifetime is at least PT1S, not " + duration);
            }
            lifetime = duration;
            return this;
        }

        /**
         * Sets the moment of issue, instead of the issuer's clock: a store's time, where all instances have to agree.
         *
         * @param moment the moment; kept to the millisecond
         * @return this
         */
        public Builder issuedAt(Instant moment) {
            issuedAt = Objects.requireNonNull(moment, "issuedAt");
            return this;
        }

        /**
         * Adds one whom the token is meant for, instead of the issuer's default.
         *
         * @param service the service's name
         * @return this
         */
        public Builder audience(String service) {
            audience.add(notEmpty(service, "audience"));
            return this;
        }

        /**
         * Adds to what the token may be used for.
         *
         * @param name visible ASCII but neither quote nor backslash
         * @return this
         * @throws IllegalArgumentException if the name is no scope's (RFC 6749, section 3.3)
         */
        public Builder scope(String name) {
            scope.add(Scopes.check(name));
            return this;
        }

        /**
         * Adds a claim.
         *
         * @param name its name; not one that the issuer sets itself
         * @param value a string, truth value, whole number, {@link java.math.BigDecimal}, list or map of these
         * @return this
         */
        public Builder claim(String name, Object value) {
            claims.put(notEmpty(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Makes the request.
         *
         * @return a request with these properties
         * @throws IllegalArgumentException if a claim is of a type that JSON does not have
         */
        public TokenRequest build() {
            return new TokenRequest(this);
        }

        private static String notEmpty(String given, String name) {
            if (given.isEmpty()) {
                throw new IllegalArgumentException(name + " must not be empty");
            }
            return given;
        }
    }
}
