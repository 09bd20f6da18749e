package dev.unpin.benchmarks.peers;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.unpin.benchmarks.jmh.TokenInProcess;
import dev.unpin.benchmarks.paired.Contender;
import dev.unpin.benchmarks.token.JwtPeers;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Nimbus JOSE + JWT, with a key set in memory, and JJWT, with the one key. */
public final class JoseLibraries implements JwtPeers {
    private static final int ED25519_BYTES = 32;

    @Override
    public List<Contender> verify(TokenInProcess token) {
        PublicKey key = token.publicKey();
        JwtParser jjwt = Jwts.parser()
                .verifyWith(key)
                .requireIssuer(TokenInProcess.ISSUER)
                .requireAudience("api")
                .build();
        Contender.Task nimbus = key instanceof RSAPublicKey || key instanceof ECPublicKey
                ? nimbus(token.token(), key)
                : nimbusByHand(token.token(), key);
        return List.of(
                new Contender("Nimbus JOSE + JWT 10.10", thread -> nimbus),
                new Contender("JJWT 0.13.0", thread -> () -> jjwt.parseSignedClaims(token.token())));
    }

    private static Contender.Task nimbus(String token, PublicKey key) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(type());
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(algorithm(key), new ImmutableJWKSet<>(new JWKSet(jwk(key)))));
        processor.setJWTClaimsSetVerifier(claims());
        return () -> processor.process(token, null);
    }

    /** Its processor has no way to keys of Ed25519. */
    private static Contender.Task nimbusByHand(String token, PublicKey key) {
        // The last bytes of its X.509 form (RFC 8410).
        byte[] encoded = key.getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length);
        Ed25519Verifier signature;
        try {
            signature = new Ed25519Verifier(new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).build());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        DefaultJOSEObjectTypeVerifier<SecurityContext> type = type();
        DefaultJWTClaimsVerifier<SecurityContext> claims = claims();
        return () -> {
            SignedJWT jwt = SignedJWT.parse(token);
            type.verify(jwt.getHeader().getType(), null);
            if (!jwt.verify(signature)) {
                throw new IllegalStateException("The good token is refused");
            }
            claims.verify(jwt.getJWTClaimsSet(), null);
        };
    }

    private static DefaultJOSEObjectTypeVerifier<SecurityContext> type() {
        return new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt"));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims() {
        return new DefaultJWTClaimsVerifier<>(
                "api",
                new JWTClaimsSet.Builder().issuer(TokenInProcess.ISSUER).build(),
                Set.of("sub", "iat", "exp", "jti", "client_id"));
    }

    private static JWSAlgorithm algorithm(PublicKey key) {
        return key instanceof RSAPublicKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
    }

    private static JWK jwk(PublicKey key) {
        return key instanceof RSAPublicKey rsa
                ? new RSAKey.Builder(rsa).keyID("bench").build()
                : new ECKey.Builder(Curve.P_256, (ECPublicKey) key).keyID("bench").build();
    }
}
