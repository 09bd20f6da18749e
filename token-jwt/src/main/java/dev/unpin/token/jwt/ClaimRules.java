package dev.unpin.token.jwt;

import dev.unpin.token.AccessToken;
import dev.unpin.token.Claims;
import dev.unpin.token.TokenException;
import dev.unpin.token.TokenRejection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Judges the claims of a token whose signature is good. Immutable. */
final class ClaimRules {
    /**
     * The moment of issue in milliseconds, since {@code iat} is in seconds by custom; ours, so in strict tokens only.
     */
    static final String ISSUED_AT_MILLIS = "iat_ms";

    /** The last second of the year 9999: what is beyond is in milliseconds, or nonsense. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    private static final BigDecimal MAX_DECIMAL_SECONDS = BigDecimal.valueOf(MAX_SECONDS);
    private static final int MAX_TEXT_LENGTH = 1_024;
    private static final long ABSENT = Long.MIN_VALUE;

    private final JwtProfile profile;
    private final String issuer;
    private final Set<String> audiences;
    private final long skewMillis;
    private final long maxLifetimeMillis;

    ClaimRules(
            JwtProfile profile, String issuer, Set<String> audiences, Duration clockSkew, Duration maxTokenLifetime) {
        this.profile = profile;
        this.issuer = issuer;
        this.audiences = audiences;
        this.skewMillis = clockSkew.toMillis();
        this.maxLifetimeMillis = maxTokenLifetime.toMillis();
    }

    void checkType(@Nullable String type) {
        if (!profile.accepts(type)) {
            throw new TokenException(
                    TokenRejection.WRONG_TYPE, "the token's typ is not one of an access token by " + profile);
        }
    }

    /**
     * Reads the claims, checking all.
     *
     * @param json the payload of a token whose signature is good
     * @param keyId the id of the key that signed it
     * @param digest what identifies a token that has no id
     * @param now the time in milliseconds
     */
    AccessToken read(byte[] json, String keyId, Supplier<String> digest, long now) {
        Map<String, @Nullable Object> claims;
        try {
            claims = StrictJson.object(json);
        } catch (StrictJson.MalformedException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
        checkClass(claims);
        String tokenIssuer = required(claims, "iss");
        String subject = required(claims, "sub");
        String id = profile.missingId() ? optional(claims, profile.idClaim()) : required(claims, profile.idClaim());
        String clientId = profile.missingClientId()
                ? optional(claims, profile.clientIdClaim())
                : required(claims, profile.clientIdClaim());
        List<String> audience = audience(claims.get(profile.audienceClaim()));
        long expires = requiredMillis(claims, "exp");
        long issued = exactly(requiredMillis(claims, "iat"), claims.get(ISSUED_AT_MILLIS));
        long notBefore = millis(claims, "nbf");

        if (!tokenIssuer.equals(issuer)) {
            throw new TokenException(TokenRejection.WRONG_ISSUER, "the token is not issued by " + issuer);
        }
        if (audience.stream().noneMatch(audiences::contains)) {
            throw new TokenException(TokenRejection.WRONG_AUDIENCE, "the token is not meant for " + audiences);
        }
        if (expires <= issued || (notBefore != ABSENT && expires <= notBefore)) {
            throw malformed("it ends before it begins");
        }
        if (expires - issued > maxLifetimeMillis) {
            throw new TokenException(
                    TokenRejection.TOO_LONG_LIVED,
                    "the token lives longer than the " + Duration.ofMillis(maxLifetimeMillis)
                            + " that are accepted, and that revocations are remembered for");
        }
        if (issued > now + skewMillis) {
            throw new TokenException(TokenRejection.NOT_YET_VALID, "the token was issued in the future");
        }
        AccessToken token = AccessToken.builder(
                        tokenIssuer,
                        subject,
                        id == null ? digest.get() : id,
                        Instant.ofEpochMilli(issued),
                        Instant.ofEpochMilli(expires))
                .notBefore(notBefore == ABSENT ? null : Instant.ofEpochMilli(notBefore))
                .sessionId(optional(claims, profile.sessionIdClaim()))
                .clientId(clientId)
                .keyId(keyId)
                .audience(audience)
                .scope(scope(claims.get(profile.scopeClaim())))
                .claims(Claims.of(claims))
                .build();
        checkTime(token, now);
        return token;
    }

    /** The checks that time can change; the edges are those of RFC 7519: valid from nbf on, over from exp on. */
    void checkTime(AccessToken token, long now) {
        if (now >= token.expiresAt().toEpochMilli() + skewMillis) {
            throw new TokenException(TokenRejection.EXPIRED, "the token expired at " + token.expiresAt());
        }
        token.notBefore().ifPresent(begin -> {
            if (now < begin.toEpochMilli() - skewMillis) {
                throw new TokenException(TokenRejection.NOT_YET_VALID, "the token is valid from " + begin);
            }
        });
    }

    private void checkClass(Map<String, @Nullable Object> claims) {
        profile.required().forEach((name, value) -> {
            if (!value.equals(claims.get(name))) {
                throw new TokenException(TokenRejection.WRONG_TYPE, "the token's claim " + name + " is not " + value);
            }
        });
        for (String name : profile.refused()) {
            if (claims.containsKey(name)) {
                throw new TokenException(TokenRejection.WRONG_TYPE, "an access token does not have the claim " + name);
            }
        }
    }

    /** In strict tokens the exact moment, which has to lie in the second that {@code iat} tells. */
    private long exactly(long issuedMillis, @Nullable Object exact) {
        if (exact == null || !profile.relaxations().isEmpty()) {
            return issuedMillis;
        }
        if (exact instanceof Long millis && Math.floorDiv(millis, 1000L) == Math.floorDiv(issuedMillis, 1000L)) {
            return millis;
        }
        throw malformed(ISSUED_AT_MILLIS + " does not agree with iat");
    }

    private static List<String> audience(@Nullable Object value) {
        if (value == null) {
            throw missing("the audience");
        }
        if (value instanceof String one && !one.isEmpty()) {
            return List.of(one);
        }
        if (value instanceof List<?> items && !items.isEmpty()) {
            return items.stream()
                    .map(item -> item instanceof String text && !text.isEmpty() ? text : notAnAudience())
                    .toList();
        }
        return List.of(notAnAudience());
    }

    private static String notAnAudience() {
        throw malformed("the audience is neither a name nor a list of names");
    }

    private static List<String> scope(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof String text) {
            return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
        }
        if (value instanceof List<?> items) {
            return items.stream()
                    .map(item -> Objects.requireNonNull(item instanceof String text ? text : notAScope()))
                    .toList();
        }
        return List.of(notAScope());
    }

    private static String notAScope() {
        throw malformed("the scope is neither a string nor a list of strings");
    }

    private static String required(Map<String, @Nullable Object> claims, String name) {
        String value = optional(claims, name);
        if (value == null) {
            throw missing("the claim " + name);
        }
        return value;
    }

    private static @Nullable String optional(Map<String, @Nullable Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && !text.isEmpty() && text.length() <= MAX_TEXT_LENGTH) {
            return text;
        }
        throw malformed("the claim " + name + " is not a string of 1 to " + MAX_TEXT_LENGTH + " characters");
    }

    private static long requiredMillis(Map<String, @Nullable Object> claims, String name) {
        long millis = millis(claims, name);
        if (millis == ABSENT) {
            throw missing("the claim " + name);
        }
        return millis;
    }

    /** A NumericDate of RFC 7519: seconds, perhaps with a fraction; rounded down to milliseconds. */
    private static long millis(Map<String, @Nullable Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            return ABSENT;
        }
        if (value instanceof Long seconds && seconds >= 0 && seconds <= MAX_SECONDS) {
            return seconds * 1000;
        }
        if (value instanceof BigDecimal seconds
                && seconds.signum() >= 0
                && seconds.compareTo(MAX_DECIMAL_SECONDS) <= 0) {
            return seconds.movePointRight(3).longValue();
        }
        throw malformed("the claim " + name + " is not a number of seconds within the years 1970 to 9999");
    }

    private static TokenException missing(String what) {
        return new TokenException(TokenRejection.MISSING_CLAIM, "the token does not have " + what);
    }

    private static TokenException malformed(String why) {
        return new TokenException(TokenRejection.MALFORMED, "the token's payload is malformed: " + why);
    }
}
