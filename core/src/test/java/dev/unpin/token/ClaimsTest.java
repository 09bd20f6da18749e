package dev.unpin.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Claims CLAIMS = Claims.of(Map.of(
            "text",
            "a",
            "int",
            7,
            "real",
            new BigDecimal("0.5"),
            "flag",
            true,
            "list",
            List.of("a", "b"),
            "mixed",
            List.of("a", 1L),
            "object",
            Map.of("inner", "b")));

    @Test
    void aClaimIsReadAsWhatItIsAndNothingElse() {
        assertThat(CLAIMS.string("text")).contains("a");
        assertThat(CLAIMS.integer("int")).contains(7L);
        assertThat(CLAIMS.decimal("int")).contains(BigDecimal.valueOf(7));
        assertThat(CLAIMS.decimal("real")).contains(new BigDecimal("0.5"));
        assertThat(CLAIMS.bool("flag")).contains(true);
        assertThat(CLAIMS.strings("list")).containsExactly("a", "b");
        assertThat(CLAIMS.object("object").string("inner")).contains("b");
        List<ThrowingCallable> wrong = List.of(
                () -> CLAIMS.string("int"),
                () -> CLAIMS.string("list"),
                () -> CLAIMS.integer("real"),
                () -> CLAIMS.integer("text"),
                () -> CLAIMS.decimal("text"),
                () -> CLAIMS.bool("text"),
                () -> CLAIMS.strings("text"),
                () -> CLAIMS.strings("mixed"),
                () -> CLAIMS.object("list"));
        for (ThrowingCallable each : wrong) {
            assertThatExceptionOfType(TokenException.class)
                    .isThrownBy(each)
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(TokenRejection.MALFORMED));
        }
    }

    @Test
    void anAbsentClaimIsEmpty() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("null", null);
        for (Claims claims : List.of(Claims.none(), Claims.of(withNull))) {
            assertThat(claims.string("null")).isEmpty();
            assertThat(claims.integer("null")).isEmpty();
            assertThat(claims.decimal("null")).isEmpty();
            assertThat(claims.bool("null")).isEmpty();
            assertThat(claims.strings("null")).isEmpty();
            assertThat(claims.object("null").names()).isEmpty();
        }
    }

    @Test
    void nobodyCanChangeClaims() {
        List<String> list = new ArrayList<>(List.of("a"));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        Claims claims = Claims.of(map);

        list.add("b");
        map.put("more", "c");

        assertThat(claims.strings("list")).containsExactly("a");
        assertThat(claims.names()).containsExactly("list");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> claims.asMap().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> claims.names().clear());
    }

    @Test
    void onlyWhatJsonHasIsTaken() {
        assertThat(Claims.of(Map.of("big", BigInteger.TWO.pow(70))).decimal("big"))
                .contains(new BigDecimal(BigInteger.TWO.pow(70)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claims.of(Map.of("time", Instant.EPOCH)))
                .withMessageContaining("time");
        assertThatIllegalArgumentException().isThrownBy(() -> Claims.of(Map.of("x", List.of(1.5))));
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Claims.of(Map.of("x", cycle)))
                .withMessageContaining("nested");
    }

    @Test
    void nothingPersonalIsShown() {
        assertThat(CLAIMS.toString()).contains("text").doesNotContain("0.5", "inner");
        assertThat(TokenRequest.builder("user-42", "web")
                        .claim("name", "secret")
                        .build())
                .asString()
                .contains("web", "name")
                .doesNotContain("user-42", "secret");
        assertThat(AccessToken.builder("iss", "user-42", "id", Instant.EPOCH, Instant.EPOCH)
                        .sessionId("session-1")
                        .claims(CLAIMS)
                        .build())
                .asString()
                .contains("id", "iss")
                .doesNotContain("user-42", "session-1", "0.5");
    }

    @Test
    void freshnessIsAllThatDiffersBetweenViewsOfOneToken() {
        AccessToken token = AccessToken.builder("iss", "sub", "id", Instant.EPOCH, Instant.EPOCH)
                .keyId("k")
                .build();

        assertThat(token.freshness()).isEqualTo(Freshness.UNCHECKED);
        assertThat(token.withFreshness(Freshness.UNCHECKED)).isSameAs(token);
        assertThat(token.withFreshness(Freshness.STALE))
                .usingRecursiveComparison()
                .ignoringFields("freshness")
                .isEqualTo(token);
    }
}
