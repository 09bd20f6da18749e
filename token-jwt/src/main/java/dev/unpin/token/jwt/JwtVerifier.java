package dev.unpin.token.jwt;

import dev.unpin.token.AccessToken;
import dev.unpin.token.Freshness;
import dev.unpin.token.RevocationCheck;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import dev.unpin.token.TokenVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens that are signed JSON Web Tokens in compact form (RFC 7515, RFC 7519, RFC 8725). Thread-safe.
 *
 * <p>The checks, each before the next looks at anything: size; three parts in canonical base64url; the header,
 * strictly; the type; the key by {@code kid}, which fixes the algorithm; the signature over the received characters;
 * the payload, strictly; the claims; the blocklist. A token without {@code kid} or {@code exp} is never accepted.
 *
 * <p>Tokens that were verified are remembered, bounded, by their digest, which saves the signature when they come
 * again, and nothing else: their key, expiry and revocation are judged at every call, so each of these always wins.
 *
 * <pre>{@code
 * TokenVerifier verifier = JwtVerifier.builder(Jwks.remote(uri)).issuer("https://idp").audience("api").build();
 * AccessToken caller = verifier.verifyBearer(request.header("Authorization"));
 * }</pre>
 */
public final class JwtVerifier implements TokenVerifier {
    private final VerificationKeys keys;
    private final ClaimRules rules;
    private final @Nullable RevocationCheck blocklist;
    private final int maxTokenLength;
    private final boolean highSRefused;
    private final @Nullable VerifiedTokens verifiedTokens;
    private final InstantSource clock;

    private JwtVerifier(Builder builder, ClaimRules rules) {
        this.keys = builder.keys;
        this.rules = rules;
        this.blocklist = builder.blocklist;
        this.maxTokenLength = builder.maxTokenLength;
        this.highSRefused = builder.highSRefused;
        this.verifiedTokens = builder.cacheSize == 0 ? null : new VerifiedTokens(builder.cacheSize);
        this.clock = builder.clock;
    }

    /**
     * Starts from the defaults. Issuer and audience have to be set.
     *
     * @param keys the issuer's keys; not closed
     * @return a builder
     */
    public static Builder builder(VerificationKeys keys) {
        return new Builder(keys);
    }

    @Override
    public AccessToken verify(String token) {
        Objects.requireNonNull(token, "token");
        VerifiedTokens remembered = verifiedTokens;
        if (remembered == null || token.length() > maxTokenLength) {
            return judge(verifySignature(token, clock.millis()).token());
        }
        VerifiedTokens.Digest digest = VerifiedTokens.Digest.of(token);
        VerifiedTokens.Verified known = remembered.find(digest);
        if (known != null && isTrusted(known.key())) {
            try {
                rules.checkTime(known.token(), clock.millis());
            } catch (TokenException over) {
                remembered.remove(digest);
                throw over;
            }
        } else {
            if (known != null) {
                remembered.remove(digest);
            }
            known = verifySignature(token, clock.millis());
            remembered.add(digest, known);
        }
        return judge(known.token());
    }

    @Override
    public AccessToken confirm(AccessToken token) {
        if (blocklist == null) {
            throw new IllegalStateException("there is nobody to confirm: give JwtVerifier.builder(…).blocklist(…)");
        }
        rules.checkTime(token, clock.millis());
        token.keyId().ifPresent(this::requireKey);
        return switch (blocklist.confirm(token)) {
            case NOT_REVOKED -> token.withFreshness(Freshness.CONFIRMED);
            case REVOKED -> throw revoked();
            case NOT_REVOKED_BUT_STALE, UNDECIDABLE -> throw undecidable();
        };
    }

    private VerifiedTokens.Verified verifySignature(String text, long now) {
        CompactJwt token = CompactJwt.parse(text, maxTokenLength);
        JoseHeader header = JoseHeader.read(token.header());
        rules.checkType(header.type());
        VerificationKey key = requireKey(header.keyId());
        if (!key.algorithm().isNamed(header.algorithm())) {
            throw new TokenException(
                    TokenRejection.UNSUPPORTED, "the token's algorithm is not " + key.algorithm() + ", as its key's");
        }
        if (!key.verifies(token) || (highSRefused && hasHighS(key, token))) {
            throw new TokenException(TokenRejection.BAD_SIGNATURE, "the token's signature does not fit its key");
        }
        AccessToken read = rules.read(token.payload(), key.id(), token::signingInputDigest, now);
        return new VerifiedTokens.Verified(blocklist == null ? read : read.withFreshness(Freshness.CURRENT), key);
    }

    private VerificationKey requireKey(String id) {
        return keys.find(id)
                .orElseThrow(() -> new TokenException(
                        TokenRejection.UNKNOWN_KEY, "the key that the token names is not trusted, or no longer"));
    }

    private static boolean hasHighS(VerificationKey key, CompactJwt token) {
        return key.algorithm().family() == JwtAlgorithm.Family.EC
                && !EcSignature.hasLowS(key.algorithm(), token.signature());
    }

    private boolean isTrusted(VerificationKey key) {
        return keys.find(key.id()).filter(key::equals).isPresent();
    }

    private AccessToken judge(AccessToken token) {
        if (blocklist == null) {
            return token;
        }
        return switch (blocklist.check(token)) {
            case NOT_REVOKED -> token;
            case NOT_REVOKED_BUT_STALE -> token.withFreshness(Freshness.STALE);
            case REVOKED -> throw revoked();
            case UNDECIDABLE -> throw undecidable();
        };
    }

    private static TokenException revoked() {
        return new TokenException(TokenRejection.REVOKED, "the token has been revoked");
    }

    private static TokenException undecidable() {
        return new TokenException(TokenRejection.UNDECIDABLE, "whether the token has been revoked cannot be told now");
    }

    /** Gathers settings. Issuer and audience have to be set; all others have safe defaults. Not thread-safe. */
    public static final class Builder {
        private final VerificationKeys keys;
        private JwtProfile profile = JwtProfile.strict();
        private @Nullable String issuer;
        private final Set<String> audiences = new LinkedHashSet<>();
        private @Nullable RevocationCheck blocklist;
        private Duration clockSkew = Duration.ofSeconds(5);
        private @Nullable Duration maxTokenLifetime;
        private int maxTokenLength = 8 * 1024;
        private int cacheSize = 10_000;
        private boolean highSRefused;
        private InstantSource clock = InstantSource.system();

        private Builder(VerificationKeys keys) {
            this.keys = Objects.requireNonNull(keys, "keys");
        }

        /**
         * Sets whose tokens are accepted.
         *
         * @param newIssuer the {@code iss} of the tokens, character by character
         * @return this
         */
        public Builder issuer(String newIssuer) {
            issuer = Objects.requireNonNull(newIssuer, "issuer");
            return this;
        }

        /**
         * Adds a name of this service: a token is accepted if it is meant for one of them.
         *
         * @param name what has to be in the {@code aud} of the tokens
         * @return this
         */
        public Builder audience(String name) {
            audiences.add(Objects.requireNonNull(name, "audience"));
            return this;
        }

        /**
         * Sets which claims the tokens have; {@link JwtProfile#strict} by default.
         *
         * @param newProfile for instance that of an identity provider
         * @return this
         */
        public Builder profile(JwtProfile newProfile) {
            profile = Objects.requireNonNull(newProfile, "profile");
            return this;
        }

        /**
         * Sets whom to ask whether a token has been revoked; nobody by default.
         *
         * @param check what knows of revoked tokens; not closed
         * @return this
         */
        public Builder blocklist(RevocationCheck check) {
            blocklist = Objects.requireNonNull(check, "blocklist");
            return this;
        }

        /**
         * Sets how far the issuer's clock may be from this one; 5 seconds by default.
         *
         * @param skew zero to {@link TokenVerifier#MAX_CLOCK_SKEW}
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder clockSkew(Duration skew) {
            if (skew.isNegative() || skew.compareTo(MAX_CLOCK_SKEW) > 0) {
                throw new IllegalArgumentException("clockSkew is zero to " + MAX_CLOCK_SKEW + ", not " + skew);
            }
            clockSkew = skew;
            return this;
        }

        /**
         * Sets how long a token may live from issue to expiry; by default what the blocklist remembers, or 24 hours
         * without one.
         *
         * @param lifetime at least one second, and at most what the blocklist remembers
         * @return this
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder maxTokenLifetime(Duration lifetime) {
            if (lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("maxTokenLifetime is at least PT1S, not " + lifetime);
            }
            maxTokenLifetime = lifetime;
            return this;
        }

        /**
         * Sets how many characters a token may have; 8192 by default.
         *
         * @param characters 256 to {@link TokenVerifier#MAX_TOKEN_LENGTH}
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxTokenLength(int characters) {
            if (characters < 256 || characters > MAX_TOKEN_LENGTH) {
                throw new IllegalArgumentException(
                        "maxTokenLength is 256 to " + MAX_TOKEN_LENGTH + ", not " + characters);
            }
            maxTokenLength = characters;
            return this;
        }

        /**
         * Sets how many verified tokens are remembered; 10,000 by default, of 1 to 2 KiB each.
         *
         * @param tokens zero to remember none
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cacheSize(int tokens) {
            if (tokens < 0) {
                throw new IllegalArgumentException("cacheSize is zero or more, not " + tokens);
            }
            cacheSize = tokens;
            return this;
        }

        /**
         * Refuses the second spelling that every ECDSA signature has, for who treats the text of a token as its
         * identity. Accepted by default: half of the issuers' signatures are in it, and the identity is the id.
         *
         * @return this
         */
        public Builder refuseHighS() {
            highSRefused = true;
            return this;
        }

        /**
         * Sets the clock; the system's by default.
         *
         * @param newClock tells the time
         * @return this
         */
        public Builder clock(InstantSource newClock) {
            clock = Objects.requireNonNull(newClock, "clock");
            return this;
        }

        /**
         * Makes the verifier. Asks for no keys yet: a service starts without them.
         *
         * @return a verifier with these settings
         * @throws IllegalStateException if issuer or audience are not set
         * @throws IllegalArgumentException if tokens may live longer than the blocklist remembers
         */
        public JwtVerifier build() {
            if (issuer == null || audiences.isEmpty()) {
                throw new IllegalStateException("a verifier needs issuer(…) and audience(…): without them the token of"
                        + " any other service would do");
            }
            Duration remembered = blocklist == null ? null : blocklist.maxTokenLifetime();
            Duration lifetime = maxTokenLifetime;
            if (lifetime == null) {
                lifetime = remembered == null ? Duration.ofHours(24) : remembered;
            } else if (remembered != null && lifetime.compareTo(remembered) > 0) {
                throw new IllegalArgumentException("maxTokenLifetime is at most what the blocklist remembers, "
                        + remembered + ", not " + lifetime);
            }
            return new JwtVerifier(this, new ClaimRules(profile, issuer, Set.copyOf(audiences), clockSkew, lifetime));
        }
    }
}
