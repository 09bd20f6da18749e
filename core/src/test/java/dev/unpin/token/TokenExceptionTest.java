package dev.unpin.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.Effect;
import dev.unpin.http.HttpAnswer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenExceptionTest {
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"MISSING_CREDENTIALS", "UNDECIDABLE", "INSUFFICIENT_SCOPE"})
    void aBadTokenIsAnswered401WithTheChallengeOfRfc6750(TokenRejection reason) {
        HttpAnswer answer = HttpAnswer.problem(new TokenException(reason, "why"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .hasValueSatisfying(challenge ->
                        assertThat(challenge).matches("Bearer error=\"invalid_token\", error_description=\"[a-z ]+\""));
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(new String(answer.body(), UTF_8)).contains("urn:unpin:problem:token-", "\"detail\":\"why\"");
    }

    @Test
    void whoSentNoCredentialsIsToldNoError() {
        HttpAnswer answer = HttpAnswer.problem(new TokenException(TokenRejection.MISSING_CREDENTIALS, "why"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"api\"");
    }

    @Test
    void anOutageSignsNobodyOut() {
        TokenException undecidable = new TokenException(TokenRejection.UNDECIDABLE, "10.0.0.7 is silent");
        HttpAnswer answer = HttpAnswer.problem(undecidable);

        assertThat(undecidable.effect()).isEqualTo(Effect.NOT_SENT);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
        assertThat(answer.header("Retry-After")).contains("1");
        assertThat(new String(answer.body(), UTF_8)).doesNotContain("10.0.0.7");
    }

    @Test
    void tooNarrowAScopeIsForbiddenAndNamed() {
        TokenException refusal =
                catchThrowableOfType(TokenException.class, () -> token("orders").requireScope("admin"));

        assertThat(HttpAnswer.problem(refusal).status()).isEqualTo(403);
        assertThat(refusal.code()).isEqualTo("token-insufficient-scope");
        assertThat(refusal.challenge()).contains("Bearer error=\"insufficient_scope\", scope=\"admin\"");
        assertThat(token("orders").requireScope("orders").scope()).containsExactly("orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a\\b", "\u00e9", "a\n"})
    void whatIsNoScopeIsRefused(String scope) {
        assertThatIllegalArgumentException().isThrownBy(() -> token("orders").requireScope(scope));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenRequest.builder("u", "c").scope(scope));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "Basic dXNlcjpwdw==", "Bearertoken", "Bear", " Bearer token", "Negotiate"})
    void aHeaderWithoutBearerTokenIsNone(@Nullable String header) {
        assertThat(catchThrowableOfType(TokenException.class, () -> Bearer.token(header))
                        .reason())
                .isEqualTo(TokenRejection.MISSING_CREDENTIALS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER abc", "Bearer   abc"})
    void theTokenIsWhatFollowsTheScheme(String header) {
        assertThat(Bearer.token(header)).isEqualTo("abc");
    }

    @Test
    void aHeaderOfAnyLengthIsNotCopied() {
        assertThat(catchThrowableOfType(
                                TokenException.class,
                                () -> Bearer.token("Bearer " + "x".repeat(Bearer.MAX_HEADER_LENGTH)))
                        .reason())
                .isEqualTo(TokenRejection.MALFORMED);
    }

    private static AccessToken token(String scope) {
        return AccessToken.builder("iss", "sub", "id", Instant.EPOCH, Instant.EPOCH.plusSeconds(1))
                .scope(List.of(scope))
                .build();
    }
}
