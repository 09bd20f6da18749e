package dev.unpin.token.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.LimitExceededException;
import dev.unpin.token.AccessToken;
import dev.unpin.token.IssuedToken;
import dev.unpin.token.TokenRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtIssuerTest {
    private static final Forge FORGE = Forge.of(JwtAlgorithm.ES256);

    @ParameterizedTest
    @EnumSource
    void whatIsIssuedIsVerifiedByTheStrictProfile(JwtAlgorithm algorithm) {
        Forge forge = Forge.of(algorithm);
        IssuedToken issued = issuer(forge)
                .build()
                .issue(TokenRequest.builder("user-42", "web")
                        .sessionId("session-1")
                        .scope("orders")
                        .scope("read")
                        .claim("roles", List.of("a", "b"))
                        .claim("level", 3)
                        .claim("ratio", new BigDecimal("0.25"))
                        .claim("admin", false)
                        .claim("name", "\u0141ukasz \ud83d\ude00 \"quoted\"")
                        .claim("address", Map.of("city", "Gda\u0144sk"))
                        .build());

        AccessToken token = forge.verifier().refuseHighS().build().verify(issued.text());

        assertThat(token.id()).isEqualTo(issued.id());
        assertThat(token.subject()).isEqualTo("user-42");
        assertThat(token.clientId()).contains("web");
        assertThat(token.sessionId()).contains("session-1");
        assertThat(token.audience()).containsExactly(Forge.AUDIENCE);
        assertThat(token.scope()).containsExactly("orders", "read");
        assertThat(token.issuedAt()).isEqualTo(issued.issuedAt()).isEqualTo(Forge.NOW);
        assertThat(token.expiresAt())
                .isEqualTo(issued.expiresAt())
                .isEqualTo(Instant.ofEpochSecond(Forge.SECOND).plus(Duration.ofMinutes(10)));
        assertThat(token.keyId()).contains(Forge.KEY_ID);
        assertThat(token.claims().strings("roles")).containsExactly("a", "b");
        assertThat(token.claims().integer("level")).contains(3L);
        assertThat(token.claims().decimal("ratio")).contains(new BigDecimal("0.25"));
        assertThat(token.claims().bool("admin")).contains(false);
        assertThat(token.claims().string("name")).contains("\u0141ukasz \ud83d\ude00 \"quoted\"");
        assertThat(token.claims().object("address").string("city")).contains("Gda\u0144sk");
    }

    @Test
    void everyTokenHasAnIdOfItsOwn() {
        JwtIssuer issuer = issuer(Forge.of(JwtAlgorithm.HS256)).build();

        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> issuer.issue(TokenRequest.of("u", "c")).id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theMomentOfIssueMayBeAStores() {
        Instant store = Forge.NOW.minusMillis(1_234);

        IssuedToken issued = issuer(FORGE)
                .build()
                .issue(TokenRequest.builder("u", "c").issuedAt(store).build());

        assertThat(FORGE.verifier().build().verify(issued.text()).issuedAt()).isEqualTo(store);
        assertThat(claims(issued)).contains("\"iat\":" + store.getEpochSecond(), "\"iat_ms\":" + store.toEpochMilli());
    }

    @Test
    void aRequestMayAskForAShorterLifeAndAnotherAudienceButNotForALongerLife() {
        JwtIssuer issuer = issuer(FORGE).build();
        IssuedToken shorter = issuer.issue(TokenRequest.builder("u", "c")
                .lifetime(Duration.ofMinutes(1))
                .audience("a")
                .audience("b")
                .build());
        IssuedToken longer = issuer.issue(
                TokenRequest.builder("u", "c").lifetime(Duration.ofDays(1)).build());

        assertThat(shorter.expiresAt()).isEqualTo(Instant.ofEpochSecond(Forge.SECOND + 60));
        assertThat(claims(shorter)).contains("\"aud\":[\"a\",\"b\"]");
        assertThat(longer.expiresAt()).isEqualTo(Instant.ofEpochSecond(Forge.SECOND + 600));
    }

    @Test
    void aTokenBeyondTheBudgetIsNotIssuedAndTheSizesAreNamed() {
        JwtIssuer issuer = issuer(FORGE).maxTokenLength(1_024).build();
        TokenRequest request = TokenRequest.builder("user-42", "web")
                .claim(
                        "roles",
                        IntStream.range(0, 100).mapToObj(i -> "role-" + i).toList())
                .claim("secret", "hidden")
                .build();

        LimitExceededException refusal =
                catchThrowableOfType(LimitExceededException.class, () -> issuer.issue(request));

        assertThat(refusal.limit()).isEqualTo("maxTokenLength");
        assertThat(refusal.allowed()).isEqualTo(1_024);
        assertThat(refusal)
                .hasMessageContaining("allowed are 1024")
                .hasMessageMatching(".*: roles 1\\d\\d\\d, .*sub 16.*")
                .hasMessageNotContaining("hidden")
                .hasMessageNotContaining("user-42");
    }

    @Test
    void aTokenOfExactlyTheBudgetIsIssued() {
        TokenRequest request = TokenRequest.of("user-42", "web");
        int length = issuer(FORGE).build().issue(request).text().length();

        assertThat(issuer(FORGE).maxTokenLength(length).build().issue(request).text())
                .hasSize(length);
        assertThat(catchThrowableOfType(
                        LimitExceededException.class,
                        () -> issuer(FORGE).maxTokenLength(length - 1).build().issue(request)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "client_id", "iat", "iat_ms", "exp", "nbf", "jti", "sid", "scope"})
    void aClaimOfTheIssuersOwnCannotBeGiven(String name) {
        TokenRequest request =
                TokenRequest.builder("u", "c").claim(name, "mine").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer(FORGE).build().issue(request))
                .withMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul\u0000", "\ud800", "\udc00\ud800"})
    void textThatNoStrictParserWouldTakeIsNotIssued(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> issuer(FORGE).build().issue(TokenRequest.of(text, "c")))
                .withMessageNotContaining(text);
    }

    @Test
    void aTokenNeedsAnAudienceAndAnIssuer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwtIssuer.builder(KeyRing.of(FORGE.key()))
                        .issuer("x")
                        .build()
                        .issue(TokenRequest.of("u", "c")));
        assertThatIllegalStateException()
                .isThrownBy(() -> JwtIssuer.builder(KeyRing.of(FORGE.key())).build());
    }

    @Test
    void whatIsShownIsNotTheToken() {
        IssuedToken issued = issuer(FORGE).build().issue(TokenRequest.of("user-42", "web"));

        assertThat(issued.toString())
                .contains(issued.id())
                .doesNotContain(issued.text().substring(0, 20), "user-42");
    }

    private static JwtIssuer.Builder issuer(Forge forge) {
        return JwtIssuer.builder(KeyRing.of(forge.key()))
                .issuer(Forge.ISSUER)
                .audience(Forge.AUDIENCE)
                .clock(InstantSource.fixed(Forge.NOW));
    }

    private static String claims(IssuedToken token) {
        return new String(
                Base64.getUrlDecoder()
                        .decode(List.of(token.text().split("\\.", -1)).get(1)),
                UTF_8);
    }
}
