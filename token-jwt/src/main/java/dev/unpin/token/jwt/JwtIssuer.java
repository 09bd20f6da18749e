package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.unpin.LimitExceededException;
import dev.unpin.token.IssuedToken;
import dev.unpin.token.TokenIssuer;
import dev.unpin.token.TokenRequest;
import dev.unpin.token.TokenVerifier;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Issues access tokens as RFC 9068 has them, signed by the ring's current key. Thread-safe; no round trip.
 *
 * <p>Beside {@code iat}, in seconds, they carry {@code iat_ms}, so that "all tokens of this user before now" is exact
 * within the same second.
 *
 * <pre>{@code
 * TokenIssuer issuer = JwtIssuer.builder(ring).issuer("https://id.example").audience("api").build();
 * IssuedToken token = issuer.issue(TokenRequest.of("user-42", "web"));
 * }</pre>
 */
public final class JwtIssuer implements TokenIssuer {
    private static final Set<String> OWN_CLAIMS = Set.of(
            "iss", "sub", "aud", "client_id", "iat", ClaimRules.ISSUED_AT_MILLIS, "exp", "nbf", "jti", "sid", "scope");
    private static final int ID_BYTES = 16;

    private final KeyRing ring;
    private final String issuer;
    private final List<String> audience;
    private final Duration lifetime;
    private final int maxTokenLength;
    private final InstantSource clock;
    private final RandomGenerator random;

    private JwtIssuer(Builder builder, String issuer) {
        this.ring = builder.ring;
        this.issuer = issuer;
        this.audience = List.copyOf(builder.audience);
        this.lifetime = builder.lifetime;
        this.maxTokenLength = builder.maxTokenLength;
        this.clock = builder.clock;
        this.random = builder.random;
    }

    /**
     * Starts from the defaults. The issuer has to be set.
     *
     * @param ring the keys; not closed
     * @return a builder
     */
    public static Builder builder(KeyRing ring) {
        return new Builder(ring);
    }

    /**
     * Issues a token.
     *
     * @param request for whom, and what it says
     * @return the token
     * @throws LimitExceededException if the token would be longer than {@link Builder#maxTokenLength}; the message
     *     tells the size of each claim
     * @throws dev.unpin.StoreException if there is no key to sign with now
     * @throws IllegalArgumentException if the request has a claim that the issuer sets itself, or no audience while the
     *     issuer has none either
     */
    @Override
    public IssuedToken issue(TokenRequest request) {
        Instant issuedAt = request.issuedAt().orElseGet(clock::instant).truncatedTo(ChronoUnit.MILLIS);
        Duration wanted =
                request.lifetime().filter(it -> it.compareTo(lifetime) < 0).orElse(lifetime);
        // Whole seconds, as verifiers everywhere expect; never beyond the lifetime.
        Instant expiresAt = issuedAt.plus(wanted).truncatedTo(ChronoUnit.SECONDS);
        String id = newId();
        Map<String, @Nullable Object> claims = claims(request, id, issuedAt, expiresAt);
        SigningKey key = ring.signingKey();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", key.algorithm().joseName());
        header.put("kid", key.id());
        header.put("typ", "at+jwt");
        String signed = Base64Text.encode(TokenJson.write(header)) + "." + Base64Text.encode(TokenJson.write(claims));
        String text = signed + "." + Base64Text.encode(key.sign(signed.getBytes(ISO_8859_1)));
        if (text.length() > maxTokenLength) {
            throw tooLong(text.length(), claims);
        }
        return new IssuedToken(text, id, issuedAt, expiresAt);
    }

    /**
     * Returns the public keys for verifiers elsewhere.
     *
     * @return a JWK set in JSON, to be served as {@code application/jwk-set+json}
     * @throws dev.unpin.StoreException if the ring cannot be read
     */
    public String jwkSet() {
        return ring.jwkSet();
    }

    private Map<String, @Nullable Object> claims(TokenRequest request, String id, Instant issuedAt, Instant expiresAt) {
        List<String> forWhom = request.audience().isEmpty() ? audience : request.audience();
        if (forWhom.isEmpty()) {
            throw new IllegalArgumentException("a token needs an audience, by the request or by the issuer");
        }
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", request.subject());
        claims.put("aud", forWhom.size() == 1 ? forWhom.get(0) : forWhom);
        claims.put("client_id", request.clientId());
        claims.put("iat", issuedAt.getEpochSecond());
        claims.put(ClaimRules.ISSUED_AT_MILLIS, issuedAt.toEpochMilli());
        claims.put("exp", expiresAt.getEpochSecond());
        claims.put("jti", id);
        request.sessionId().ifPresent(session -> claims.put("sid", session));
        if (!request.scope().isEmpty()) {
            claims.put("scope", String.join(" ", request.scope()));
        }
        request.claims().asMap().forEach((name, value) -> {
            if (OWN_CLAIMS.contains(name)) {
                throw new IllegalArgumentException("the claim " + name + " is set by the issuer itself");
            }
            claims.put(name, value);
        });
        return claims;
    }

    private LimitExceededException tooLong(int length, Map<String, @Nullable Object> claims) {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        claims.forEach((name, value) -> sizes.put(name, TokenJson.size(name, value)));
        List<Map.Entry<String, Integer>> largestFirst = new ArrayList<>(sizes.entrySet());
        largestFirst.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()));
        String breakdown = largestFirst.stream()
                .map(size -> size.getKey() + " " + size.getValue())
                .collect(Collectors.joining(", "));
        return new LimitExceededException(
                "maxTokenLength",
                maxTokenLength,
                "the token would have " + length + " characters; allowed are " + maxTokenLength
                        + ". Its claims in bytes, before they grow by a third: " + breakdown);
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return Base64Text.encode(id);
    }

    /** Gathers settings. The issuer has to be set; all others have safe defaults. Not thread-safe. */
    public static final class Builder {
        private final KeyRing ring;
        private @Nullable String issuer;
        private final List<String> audience = new ArrayList<>();
        private Duration lifetime = Duration.ofMinutes(10);
        private int maxTokenLength = 4 * 1024;
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = new SecureRandom();

        private Builder(KeyRing ring) {
            this.ring = Objects.requireNonNull(ring, "ring");
        }

        /**
         * Sets who issues: the {@code iss} of the tokens.
         *
         * @param newIssuer by custom an https address
         * @return this
         */
        public Builder issuer(String newIssuer) {
            issuer = Objects.requireNonNull(newIssuer, "issuer");
            return this;
        }

        /**
         * Adds a service that tokens are meant for unless a request says otherwise; none by default.
         *
         * @param service the {@code aud} of the tokens
         * @return this
         */
        public Builder audience(String service) {
            audience.add(Objects.requireNonNull(service, "audience"));
            return this;
        }

        /**
         * Sets how long tokens live; 10 minutes by default. Shorter costs refreshes, longer memory of revocations.
         *
         * @param duration at least one second, at most what the ring's keys stay for
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
         * Sets how many characters a token may have; 4096 by default. Many servers and proxies take no more than 8 KiB
         * of headers in all.
         *
         * @param characters 256 to {@link TokenVerifier#MAX_TOKEN_LENGTH}
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder maxTokenLength(int characters) {
            if (characters < 256 || characters > TokenVerifier.MAX_TOKEN_LENGTH) {
                throw new IllegalArgumentException(
                        "maxTokenLength is 256 to " + TokenVerifier.MAX_TOKEN_LENGTH + ", not " + characters);
            }
            maxTokenLength = characters;
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
         * Sets where ids come from; {@link SecureRandom} by default. Anything predictable is for tests only.
         *
         * @param newRandom a thread-safe source
         * @return this
         */
        public Builder unsafeRandom(RandomGenerator newRandom) {
            random = Objects.requireNonNull(newRandom, "random");
            return this;
        }

        /**
         * Makes the issuer. Does not ask for a key yet.
         *
         * @return an issuer with these settings
         * @throws IllegalStateException if the issuer is not set
         * @throws IllegalArgumentException if tokens would live longer than the ring's keys stay for
         */
        public JwtIssuer build() {
            if (issuer == null) {
                throw new IllegalStateException("an issuer needs issuer(…)");
            }
            if (lifetime.compareTo(ring.maxTokenLifetime()) > 0) {
                throw new IllegalArgumentException("lifetime is at most the " + ring.maxTokenLifetime()
                        + " that the ring's keys stay for, not " + lifetime);
            }
            return new JwtIssuer(this, issuer);
        }
    }
}
