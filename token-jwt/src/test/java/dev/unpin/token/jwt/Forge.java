package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Makes tokens that are good but for what a test asks for, signed by a key that the verifiers here trust. */
final class Forge {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00.250Z");
    static final long SECOND = NOW.getEpochSecond();
    static final String ISSUER = "https://id.example";
    static final String AUDIENCE = "api";
    static final String KEY_ID = "key-1";

    private static final Map<JwtAlgorithm, Forge> FORGES = new ConcurrentHashMap<>();

    private final SigningKey key;

    Forge(SigningKey key) {
        this.key = key;
    }

    static Forge of(JwtAlgorithm algorithm) {
        return FORGES.computeIfAbsent(algorithm, it -> new Forge(newKey(it, KEY_ID)));
    }

    static SigningKey newKey(JwtAlgorithm algorithm, String id) {
        return algorithm.family() == JwtAlgorithm.Family.HMAC
                ? SigningKey.secret(id, algorithm, secret(id, algorithm.size()))
                : SigningKey.of(id, algorithm, KeyCodec.generate(algorithm));
    }

    private static byte[] secret(String id, int length) {
        return Arrays.copyOf(VerifiedTokens.sha256(id.getBytes(UTF_8)), length);
    }

    SigningKey key() {
        return key;
    }

    JwtAlgorithm algorithm() {
        return key.algorithm();
    }

    KeyPair pair() {
        return new KeyPair(
                key.verificationKey().publicKey().orElseThrow(),
                key.privateKey().orElseThrow());
    }

    JwtVerifier.Builder verifier() {
        return JwtVerifier.builder(KeyRing.of(key))
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .clock(InstantSource.fixed(NOW));
    }

    /** Header members as raw JSON, to be changed. */
    Json header() {
        return new Json()
                .with("alg", quote(key.algorithm().joseName()))
                .with("kid", quote(key.id()))
                .with("typ", "\"at+jwt\"");
    }

    /** Claims as raw JSON, to be changed. */
    static Json claims() {
        return new Json()
                .with("iss", quote(ISSUER))
                .with("sub", "\"user-42\"")
                .with("aud", quote(AUDIENCE))
                .with("client_id", "\"web\"")
                .with("iat", SECOND - 60)
                .with("exp", SECOND + 600)
                .with("jti", "\"token-1\"");
    }

    String good() {
        return sign(header(), claims());
    }

    String sign(Json header, Json claims) {
        return sign(header.toString(), claims.toString());
    }

    String sign(String header, String claims) {
        return sign(header.getBytes(UTF_8), claims.getBytes(UTF_8));
    }

    String sign(byte[] header, byte[] claims) {
        return signEncoded(Base64Text.encode(header), Base64Text.encode(claims));
    }

    String signEncoded(String header, String claims) {
        String signed = header + "." + claims;
        return signed + "." + Base64Text.encode(key.sign(signed.getBytes(ISO_8859_1)));
    }

    static String quote(String text) {
        return '"' + text + '"';
    }

    static String encode(String text) {
        return Base64Text.encode(text.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return key.algorithm().name();
    }

    /** Members in order, whose values are JSON whatever they are; immutable. */
    static final class Json {
        private final Map<String, String> members;

        Json() {
            this(Map.of());
        }

        private Json(Map<String, String> members) {
            this.members = members;
        }

        Json with(String name, String raw) {
            Map<String, String> more = new LinkedHashMap<>(members);
            more.put(name, raw);
            return new Json(more);
        }

        Json with(String name, long number) {
            return with(name, Long.toString(number));
        }

        Json without(String name) {
            Map<String, String> fewer = new LinkedHashMap<>(members);
            fewer.remove(name);
            return new Json(fewer);
        }

        /** The text without its last brace, to go on by hand. */
        String open() {
            String text = toString();
            return text.substring(0, text.length() - 1);
        }

        @Override
        public String toString() {
            return members.entrySet().stream()
                    .map(member -> quote(member.getKey()) + ":" + member.getValue())
                    .collect(Collectors.joining(",", "{", "}"));
        }
    }
}
