package dev.unpin.benchmarks.token;

import dev.unpin.benchmarks.jmh.TokenInProcess;
import dev.unpin.benchmarks.paired.Contender;
import java.util.List;

/** Other libraries that verify tokens; found by {@link java.util.ServiceLoader} with the profile {@code peers}. */
public interface JwtPeers {
    /**
     * Verifies a token, demanding what {@code JwtVerifier} does as far as they can: type, issuer, audience, times.
     *
     * @param token what, and by which key
     * @return one contender per library
     */
    List<Contender> verify(TokenInProcess token);
}
