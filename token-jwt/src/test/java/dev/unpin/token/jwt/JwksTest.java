package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksTest {
    /** A good key, without its braces and id. */
    static final String RSA = jwk(JwtAlgorithm.RS256);

    static final String EC = jwk(JwtAlgorithm.ES256);

    static String jwk(JwtAlgorithm algorithm) {
        String set = KeyRing.of(Forge.of(algorithm).key()).jwkSet();
        return set.substring("{\"keys\":[{".length(), set.length() - "}]}".length())
                .replace("\"kid\":\"key-1\",\"use\":\"sig\",", "");
    }

    static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    static String key(String id, String members) {
        return "{\"kid\":\"" + id + "\"," + members + "}";
    }

    @Test
    void keysThatAreNotForVerifyingArePassedOver() {
        VerificationKeys keys = Jwks.of(set(
                key("enc", RSA + ",\"use\":\"enc\""),
                key("ops", RSA + ",\"key_ops\":[\"encrypt\"]"),
                key("ops-no-list", RSA + ",\"key_ops\":\"verify\""),
                key("oaep", RSA.replace("RS256", "RSA-OAEP")),
                key("rs1", RSA.replace("RS256", "RS1")),
                key("hs", RSA.replace("RS256", "HS256")),
                key("k1", "\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\""),
                key("x", "\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AA\""),
                key("mixed", EC.replace("ES256", "ES384")),
                key("new", "\"kty\":\"ML-DSA\""),
                "{" + RSA + "}",
                key("good", RSA + ",\"use\":\"sig\",\"key_ops\":[\"verify\"],\"x5c\":[\"MII\"]")));

        assertThat(keys.find("good")).isPresent();
        for (String id :
                new String[] {"enc", "ops", "ops-no-list", "oaep", "rs1", "hs", "k1", "x", "mixed", "new", ""}) {
            assertThat(keys.find(id)).as(id).isEmpty();
        }
    }

    @Test
    void anRsaKeyWithoutAlgorithmIsForRs256AndACurveDecidesForItself() {
        VerificationKeys keys = Jwks.of(set(
                key("rsa", RSA.replace("\"alg\":\"RS256\",", "")), key("ec", EC.replace("\"alg\":\"ES256\",", ""))));

        assertThat(keys.find("rsa").orElseThrow().algorithm()).isEqualTo(JwtAlgorithm.RS256);
        assertThat(keys.find("ec").orElseThrow().algorithm()).isEqualTo(JwtAlgorithm.ES256);
    }

    @Test
    void aSetWithASecretAPrivateKeyOrAnIdTwiceIsRefusedAsAWhole() {
        String good = key("good", RSA);
        for (String bad : new String[] {
            key("oct", "\"kty\":\"oct\",\"k\":\"AAAA\""),
            key("oct", "\"kty\":\"oct\""),
            key("private", EC + ",\"d\":\"AAAA\""),
            key("private", RSA + ",\"p\":\"AAAA\""),
            key("good", EC),
            key("small", "\"kty\":\"RSA\",\"n\":\"" + "A".repeat(10) + "\",\"e\":\"AQAB\""),
            key("huge", "\"kty\":\"RSA\",\"n\":\"" + "_".repeat(8_000) + "\",\"e\":\"AQAB\""),
            key("broken", "\"kty\":\"RSA\",\"n\":\"***\",\"e\":\"AQAB\""),
            key("empty", "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"\",\"y\":\"\""),
            key("short", "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\""),
            "{\"kid\":7," + RSA + "}",
            "7",
            "null"
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> Jwks.of(set(good, bad)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[]} x",
                "{\"keys\":[],\"keys\":[]}",
                "<html>"
            })
    void whatIsNoSetIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Jwks.of(json));
    }

    @Test
    void moreKeysThanAnybodyHasAreRefused() {
        String[] keys = new String[101];
        Arrays.setAll(keys, i -> key("k" + i, "\"kty\":\"new\""));

        assertThatIllegalArgumentException().isThrownBy(() -> Jwks.of(set(keys)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example/jwks",
                "ftp://localhost/jwks",
                "file:///etc/passwd",
                "http://localhost.evil.example/",
                "jwks"
            })
    void keysAreFetchedByHttpsOnly(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Jwks.remote(URI.create(uri)))
                .withMessageContaining("https");
    }
}
