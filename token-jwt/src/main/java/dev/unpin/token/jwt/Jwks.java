package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;

/**
 * Keys as issuers publish them: JWK sets (RFC 7517).
 *
 * <p>Of a set, keys for other uses, without id, or of algorithms that {@link JwtAlgorithm} does not have are passed
 * over. An RSA key that names no algorithm is for RS256. A set with a secret or private key, two keys of one id, or a
 * weak key is refused as a whole.
 */
public final class Jwks {
    private Jwks() {}

    /**
     * Reads a set that never changes.
     *
     * @param json a JWK set
     * @return its keys
     * @throws IllegalArgumentException if it is no such set, or is refused
     */
    public static VerificationKeys of(String json) {
        return new FixedKeys(JwkReader.set(json.getBytes(UTF_8)).values());
    }

    /**
     * Follows a set that an issuer publishes, with the defaults of {@link RemoteJwks}.
     *
     * @param uri where it is published, by https
     * @return its keys, to be closed by the caller when no verifier needs them any more
     * @throws IllegalArgumentException if the address is not of https
     */
    public static RemoteJwks remote(URI uri) {
        return RemoteJwks.builder(uri).build();
    }
}
