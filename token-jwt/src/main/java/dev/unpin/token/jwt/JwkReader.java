package dev.unpin.token.jwt;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a set of public keys (RFC 7517, section 5). Keys that are not for verifying tokens are passed over: other
 * {@code use} or {@code key_ops}, no {@code kid}, algorithms and curves we do not have. A set with a secret or private
 * part, with two keys of one id, or with a weak key is refused as a whole: whoever publishes it is in trouble. All
 * refusals are {@link IllegalArgumentException}.
 */
final class JwkReader {
    private static final int MAX_KEYS = 100;

    private JwkReader() {}

    static Map<String, VerificationKey> set(byte[] json) {
        Map<String, VerificationKey> keys = new LinkedHashMap<>();
        for (Object item : items(json)) {
            if (!(item instanceof Map<?, ?> jwk)) {
                throw new IllegalArgumentException("the JWK set holds something that is no key");
            }
            for (String secret : List.of("k", "d", "p", "q", "dp", "dq", "qi", "oth")) {
                if (jwk.containsKey(secret)) {
                    throw new IllegalArgumentException("the JWK set holds a secret or private key");
                }
            }
            read(jwk).ifPresent(key -> {
                if (keys.putIfAbsent(key.id(), key) != null) {
                    throw new IllegalArgumentException("the JWK set has two keys of one id");
                }
            });
        }
        return keys;
    }

    private static List<?> items(byte[] json) {
        try {
            if (StrictJson.object(json).get("keys") instanceof List<?> items && items.size() <= MAX_KEYS) {
                return items;
            }
        } catch (StrictJson.MalformedException e) {
            throw new IllegalArgumentException("the JWK set is malformed: " + e.getMessage());
        }
        throw new IllegalArgumentException("a JWK set has the member keys, a list of at most " + MAX_KEYS);
    }

    private static Optional<VerificationKey> read(Map<?, ?> jwk) {
        String kty = text(jwk, "kty");
        if ("oct".equals(kty)) {
            throw new IllegalArgumentException("the JWK set holds a secret or private key");
        }
        String id = text(jwk, "kid");
        Optional<JwtAlgorithm> algorithm = algorithm(jwk);
        if (id == null || id.isEmpty() || algorithm.isEmpty() || !isForVerifying(jwk)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (algorithm.get().family()) {
                    case RSA -> rsa(id, algorithm.get(), jwk);
                    case EC -> ec(id, algorithm.get(), jwk);
                    case OKP -> ed25519(id, algorithm.get(), jwk);
                    case HMAC -> throw new IllegalArgumentException("a public key cannot be for HMAC");
                });
    }

    private static boolean isForVerifying(Map<?, ?> jwk) {
        Object use = jwk.get("use");
        Object operations = jwk.get("key_ops");
        return (use == null || use.equals("sig"))
                && (operations == null || (operations instanceof List<?> list && list.contains("verify")));
    }

    /** An RSA key that names no algorithm is for RS256, as at Microsoft; of the others the curve decides. */
    private static Optional<JwtAlgorithm> algorithm(Map<?, ?> jwk) {
        String name = text(jwk, "alg");
        String kind = text(jwk, "kty") + " " + text(jwk, "crv");
        Optional<JwtAlgorithm> byCurve = switch (kind) {
            case "EC P-256" -> Optional.of(JwtAlgorithm.ES256);
            case "EC P-384" -> Optional.of(JwtAlgorithm.ES384);
            case "EC P-521" -> Optional.of(JwtAlgorithm.ES512);
            case "OKP Ed25519" -> Optional.of(JwtAlgorithm.ED25519);
            default -> Optional.empty();
        };
        if ("RSA".equals(text(jwk, "kty"))) {
            String ofRsa = name == null ? "RS256" : name;
            return Arrays.stream(JwtAlgorithm.values())
                    .filter(algorithm -> algorithm.family() == JwtAlgorithm.Family.RSA && algorithm.isNamed(ofRsa))
                    .findFirst();
        }
        return byCurve.filter(algorithm -> name == null || algorithm.isNamed(name));
    }

    private static VerificationKey rsa(String id, JwtAlgorithm algorithm, Map<?, ?> jwk) {
        RSAPublicKeySpec spec = new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"));
        if (spec.getModulus().bitLength() > 16_384) {
            throw new IllegalArgumentException("an RSA key of the JWK set is too large");
        }
        return VerificationKey.of(id, algorithm, KeyCodec.publicKey(algorithm, spec));
    }

    private static VerificationKey ec(String id, JwtAlgorithm algorithm, Map<?, ?> jwk) {
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        ECPublicKeySpec spec = new ECPublicKeySpec(point, KeyChecks.curve(algorithm));
        return VerificationKey.of(id, algorithm, KeyCodec.publicKey(algorithm, spec));
    }

    private static VerificationKey ed25519(String id, JwtAlgorithm algorithm, Map<?, ?> jwk) {
        EdECPublicKeySpec spec =
                new EdECPublicKeySpec(NamedParameterSpec.ED25519, Ed25519Point.decode(bytes(jwk, "x")));
        return VerificationKey.of(id, algorithm, KeyCodec.publicKey(algorithm, spec));
    }

    private static BigInteger number(Map<?, ?> jwk, String name) {
        return new BigInteger(1, bytes(jwk, name));
    }

    private static byte[] bytes(Map<?, ?> jwk, String name) {
        String text = text(jwk, name);
        if (text == null || text.isEmpty() || text.length() > 8_192) {
            throw new IllegalArgumentException("a key of the JWK set has no fitting member " + name);
        }
        return Base64.getUrlDecoder().decode(text);
    }

    private static @Nullable String text(Map<?, ?> jwk, String name) {
        Object value = jwk.get(name);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException("the member " + name + " of a key in the JWK set is no string");
        }
        return (String) value;
    }
}
