package dev.unpin.token.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.unpin.http.HttpAnswer;
import dev.unpin.token.TokenException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BadTokenTest {
    static Stream<Arguments> badTokens() {
        return Stream.of(JwtAlgorithm.values())
                .flatMap(algorithm -> BadTokens.forAnyAlgorithm().map(bad -> Arguments.of(algorithm, bad)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badTokens")
    void aBadTokenIsRefusedForWhatIsWrongWithItAndLeaksNothing(JwtAlgorithm algorithm, BadTokens.Bad bad) {
        Forge forge = Forge.of(algorithm);
        JwtVerifier verifier = forge.verifier().build();
        String token = bad.token().apply(forge);

        TokenException refusal = catchThrowableOfType(TokenException.class, () -> verifier.verify(token));

        assertThat(refusal).as("refusal").isNotNull();
        assertThat(refusal.reason()).isEqualTo(bad.reason());
        assertThat(refusal.httpStatus()).isEqualTo(401);
        assertThat(HttpAnswer.problem(refusal).header("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer error=\"invalid_token\"");
        for (Throwable shown = refusal; shown != null; shown = shown.getCause()) {
            assertLeaksNothing(String.valueOf(shown), token);
        }
        // The cache may not have learned it.
        assertThatExceptionOfType(TokenException.class).isThrownBy(() -> verifier.verify(token));
    }

    @ParameterizedTest
    @EnumSource
    void theTokenThatAllOthersAreMadeFromIsGood(JwtAlgorithm algorithm) {
        Forge forge = Forge.of(algorithm);

        assertThat(forge.verifier()
                        .build()
                        .verifyBearer("Bearer " + forge.good())
                        .subject())
                .isEqualTo("user-42");
    }

    @Test
    void everyCaseHasItsOwnName() {
        assertThat(BadTokens.forAnyAlgorithm().map(BadTokens.Bad::name)).doesNotHaveDuplicates();
    }

    private static void assertLeaksNothing(String shown, String token) {
        for (int start = 0; start + 12 <= shown.length(); start++) {
            if (token.contains(shown.substring(start, start + 12))) {
                throw new AssertionError("shows a part of the token: " + shown);
            }
        }
        assertThat(shown).doesNotContain("user-42", "admin", "token-1", Forge.KEY_ID);
    }
}
