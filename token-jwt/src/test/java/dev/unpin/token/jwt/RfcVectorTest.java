package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the RFCs print: keys are read, signatures verified and thumbprints made as they say. */
class RfcVectorTest {
    record Vector(String where, JwtAlgorithm algorithm, String jwk, String token) {
        VerificationKey key() {
            if (algorithm.family() == JwtAlgorithm.Family.HMAC) {
                String secret = jwk.replaceAll(".*\"k\":\"([^\"]*)\".*", "$1");
                return VerificationKey.secret(
                        "rfc", algorithm, Base64.getUrlDecoder().decode(secret));
            }
            String alg = algorithm == JwtAlgorithm.ED25519 ? "EdDSA" : algorithm.name();
            String withId = "{\"kid\":\"rfc\",\"alg\":\"" + alg + "\"," + jwk.substring(1);
            return Jwks.of("{\"keys\":[" + withId + "]}").find("rfc").orElseThrow();
        }

        @Override
        public String toString() {
            return where;
        }
    }

    static List<Vector> vectors() throws IOException {
        try (InputStream in = Objects.requireNonNull(RfcVectorTest.class.getResourceAsStream("rfc-vectors.txt"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(part -> new Vector(part[0], JwtAlgorithm.valueOf(part[1]), part[2], part[3]))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSignatureIsVerified(Vector vector) {
        assertThat(vector.key().algorithm()).isEqualTo(vector.algorithm());
        assertThat(vector.key().verifies(CompactJwt.parse(vector.token(), 8_192)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSameSignatureUnderAnotherPayloadIsNot(Vector vector) {
        List<String> parts = List.of(vector.token().split("\\.", -1));
        String other = parts.get(0) + "." + Forge.encode("other") + "." + parts.get(2);

        assertThat(vector.key().verifies(CompactJwt.parse(other, 8_192))).isFalse();
    }

    @Test
    void theThumbprintOfAnEd25519KeyIsThatOfRfc8037() throws IOException {
        Vector vector = vectors().stream()
                .filter(it -> it.algorithm() == JwtAlgorithm.ED25519)
                .findFirst()
                .orElseThrow();

        assertThat(JwkWriter.thumbprint(
                        JwtAlgorithm.ED25519, vector.key().publicKey().orElseThrow()))
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    @Test
    void theThumbprintOfAnRsaKeyIsThatOfRfc7638() {
        String n =
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB"
                        + "ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgn"
                        + "Yb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0L"
                        + "s1jF44-csFCur-kEgU8awapJzKnqDKgw";
        VerificationKey key = Jwks.of(
                        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"2011-04-29\",\"alg\":\"RS256\",\"e\":\"AQAB\",\"n\":\""
                                + n + "\"}]}")
                .find("2011-04-29")
                .orElseThrow();

        assertThat(JwkWriter.thumbprint(JwtAlgorithm.RS256, key.publicKey().orElseThrow()))
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    }
}
