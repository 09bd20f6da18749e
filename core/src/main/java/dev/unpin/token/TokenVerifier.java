package dev.unpin.token;

import dev.unpin.StoreException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is calling by the token that came with the request. Implementations are thread-safe and made once per
 * service; {@code JwtVerifier} of module {@code token-jwt} is one.
 *
 * <p>Nothing is believed before the signature has been checked, and no exception, log line or {@code toString} shows a
 * part of a token.
 *
 * <pre>{@code
 * AccessToken caller = verifier.verifyBearer(request.header("Authorization"));
 * }</pre>
 */
public interface TokenVerifier {
    /** How far the clocks of issuer and verifier may be apart at most, whatever is configured: one minute. */
    Duration MAX_CLOCK_SKEW = Duration.ofMinutes(1);

    /** The longest token in characters that any verifier reads, whatever is configured: 64 KiB. */
    int MAX_TOKEN_LENGTH = 64 * 1024;

    /**
     * Verifies a token. No round trip, unless keys or news about revocations are missing and may be fetched.
     *
     * @param token the token as it was received
     * @return what the token says
     * @throws TokenException if the token is not accepted; {@link TokenRejection#UNDECIDABLE} if that cannot be told
     *     now
     */
    AccessToken verify(String token);

    /**
     * Verifies the bearer token of a request (RFC 6750).
     *
     * @param authorizationHeader the request's {@code Authorization} header, or null if it has none
     * @return what the token says
     * @throws TokenException if there is no bearer token ({@link TokenRejection#MISSING_CREDENTIALS}), or it is not
     *     accepted
     */
    default AccessToken verifyBearer(@Nullable String authorizationHeader) {
        return verify(Bearer.token(authorizationHeader));
    }

    /**
     * Asks the store itself whether a token that was verified in this request has been revoked meanwhile, for dangerous
     * operations. One round trip.
     *
     * @param token what {@link #verify} returned
     * @return the same, {@link Freshness#CONFIRMED}
     * @throws TokenException if the token has been revoked or has expired
     * @throws StoreException if the store is down, silent or refuses to work
     * @throws IllegalStateException if this verifier has no blocklist
     */
    AccessToken confirm(AccessToken token);
}
