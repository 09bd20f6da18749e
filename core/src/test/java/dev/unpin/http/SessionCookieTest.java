package dev.unpin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.unpin.http.CookieReading.Status;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCookieTest {
    private final SessionCookie cookie = SessionCookie.create();

    @Test
    void theDefaultCarriesEveryProtectionAndNoLifetime() {
        assertThat(cookie.setCookie("v1.abc"))
                .isEqualTo("__Host-session=v1.abc; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(cookie.name()).isEqualTo("__Host-session");
        assertThat(cookie.secure()).isTrue();
    }

    @Test
    void clearingKeepsTheAttributesThatABrowserComparesByAndEndsTheCookieAtOnce() {
        assertThat(cookie.clear()).isEqualTo("__Host-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
    }

    @Test
    void nameAndSameSiteCanBeChosen() {
        assertThat(cookie.withName("__Secure-cart")
                        .withSameSite(SameSite.STRICT)
                        .setCookie("x"))
                .isEqualTo("__Secure-cart=x; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(cookie.withSameSite(SameSite.NONE).setCookie("x"))
                .isEqualTo("__Host-session=x; Path=/; Secure; HttpOnly; SameSite=None");
        assertThat(cookie.setCookie("x")).as("the original").endsWith("SameSite=Lax");
    }

    @Test
    void plainHttpDevelopmentDropsPrefixAndSecureTogether() {
        SessionCookie insecure = SessionCookie.insecureForPlainHttpDevelopment("session");

        assertThat(insecure.setCookie("x")).isEqualTo("session=x; Path=/; HttpOnly; SameSite=Lax");
        assertThat(insecure.clear()).isEqualTo("session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
        assertThat(insecure.secure()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-session", "__host-session", "__SECURE-x", "__Http-x", "__Host-Http-x"})
    void aNameThatPromisesSecureIsRefusedWithoutSecure(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionCookie.insecureForPlainHttpDevelopment(name))
                .withMessageContaining(name);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SessionCookie.insecureForPlainHttpDevelopment("s").withName(name));
    }

    @Test
    void sameSiteNoneIsRefusedWithoutSecure() {
        SessionCookie insecure = SessionCookie.insecureForPlainHttpDevelopment("s");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> insecure.withSameSite(SameSite.NONE))
                .withMessageContaining("Secure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a=b", "a;b", "a\r\nSet-Cookie: x", "naïve", "a\u0000", "\"a\"", "a,b", "[a]"})
    void aNameThatIsNoTokenIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> cookie.withName(name));
        assertThatIllegalArgumentException().isThrownBy(() -> SessionCookie.insecureForPlainHttpDevelopment(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a;b",
                "a; Domain=evil",
                "a\r\nSet-Cookie: x=y",
                "é",
                "a\"",
                "a,b",
                "a\\b",
                "\u007f"
            })
    void aValueThatCouldChangeTheHeaderIsRefusedUnshown(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cookie.setCookie(value))
                .withMessageNotContaining("Domain")
                .withMessageNotContaining("Set-Cookie")
                .withMessageContaining("allowed");
    }

    @Test
    void whatBrowsersWouldDropForItsLengthIsRefused() {
        int longest = SessionCookie.MAX_PAIR_LENGTH - cookie.name().length();

        String longestValue = "a".repeat(longest);
        assertThat(cookie.read(cookie.name() + "=" + longestValue).value()).contains(longestValue);
        assertThat(cookie.setCookie(longestValue)).contains(longestValue);
        assertThat(cookie.read(cookie.name() + "=" + longestValue + "a").status())
                .isEqualTo(Status.MALFORMED);
        assertThatIllegalArgumentException().isThrownBy(() -> cookie.setCookie(longestValue + "a"));
    }

    @Test
    void nullsAreNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> cookie.setCookie(nothing()))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> cookie.withName(nothing()))
                .withMessage("name");
        assertThat(cookie.read(null).status()).isEqualTo(Status.ABSENT);
    }

    static List<Arguments> theValueIsFoundAmongWhateverElseIsSent() {
        return List.of(
                arguments("__Host-session=v1", "v1"),
                arguments("a=b; __Host-session=v1; c=d", "v1"),
                arguments("a=b;__Host-session=v1;c=d", "v1"),
                arguments("\t __Host-session \t=\t v1 \t;", "v1"),
                arguments(";;; ;=;==;__Host-session=v1", "v1"),
                arguments("broken; \"; __Host-session=v1; =", "v1"),
                arguments("__Host-session=a=b==", "a=b=="),
                arguments("__Host-session=v1; __Host-session=v1", "v1"),
                arguments("x__Host-session=no; __Host-session=v1; __Host-sessionx=no", "v1"),
                arguments("__Host-session; __Host-session=v1", "v1"));
    }

    @ParameterizedTest
    @MethodSource
    void theValueIsFoundAmongWhateverElseIsSent(String header, String value) {
        assertThat(cookie.read(header).status()).isEqualTo(Status.PRESENT);
        assertThat(cookie.read(header).value()).contains(value);
    }

    static List<Arguments> whateverElseHasNoValueAndAReason() {
        return List.of(
                arguments("", Status.ABSENT),
                arguments(";", Status.ABSENT),
                arguments("a=b", Status.ABSENT),
                arguments("__host-session=v1", Status.ABSENT),
                arguments("__HOST-SESSION=v1", Status.ABSENT),
                arguments("__Host-session", Status.ABSENT),
                arguments("=__Host-session=v1", Status.ABSENT),
                arguments("a=__Host-session=v1", Status.ABSENT),
                arguments("__Host-sess\u0131on=v1", Status.ABSENT),
                arguments("__Host-session=", Status.MALFORMED),
                arguments("__Host-session= ", Status.MALFORMED),
                arguments("__Host-session=;", Status.MALFORMED),
                arguments("__Host-session=a b", Status.MALFORMED),
                arguments("__Host-session=\"v1\"", Status.MALFORMED),
                arguments("__Host-session=v1, a=b", Status.MALFORMED),
                arguments("__Host-session=v1\\", Status.MALFORMED),
                arguments("__Host-session=\u0000v1", Status.MALFORMED),
                arguments("__Host-session=v\u00e9", Status.MALFORMED),
                arguments("__Host-session=\ud83d\ude00", Status.MALFORMED),
                arguments("__Host-session=\ud83d", Status.MALFORMED),
                arguments("__Host-session=v1\r\nX: y", Status.MALFORMED),
                arguments("__Host-session=v1; __Host-session=v2", Status.AMBIGUOUS),
                arguments("__Host-session=v1; a=b; __Host-session=", Status.AMBIGUOUS),
                arguments("__Host-session=v1; __Host-session=v1; __Host-session=v2", Status.AMBIGUOUS));
    }

    @ParameterizedTest
    @MethodSource
    void whateverElseHasNoValueAndAReason(String header, Status status) {
        assertThat(cookie.read(header).status()).isEqualTo(status);
        assertThat(cookie.read(header).value()).isEmpty();
    }

    @Test
    void aHeaderBeyondTheLimitIsNotRead() {
        String pair = "__Host-session=v1;";
        String longest = pair + " ".repeat(SessionCookie.MAX_HEADER_LENGTH - pair.length());

        assertThat(cookie.read(longest).value()).contains("v1");
        assertThat(cookie.read(longest + " ").status()).isEqualTo(Status.OVERSIZED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";",
                "=",
                " ",
                "a;",
                "__Host-session;",
                "__Host-session=a;",
                "__Host-session ",
                "_",
                "\ud83d",
                "\u0000"
            })
    void repeatedFragmentsNeverThrow(String fragment) {
        String header = fragment.repeat(SessionCookie.MAX_HEADER_LENGTH / fragment.length());

        assertThat(cookie.read(header).status()).isIn(Status.ABSENT, Status.PRESENT, Status.MALFORMED);
    }

    @Test
    void aValueSurvivesAnyNeighbours() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String left = noise(random);
            String right = noise(random);
            String value = "v1." + Integer.toHexString(random.nextInt());
            assertThat(cookie.read(left + ";__Host-session=" + value + ";" + right)
                            .value())
                    .as("seed %d, round %d: %s | %s", seed, i, left, right)
                    .contains(value);
        }
    }

    @Test
    void noSecretIsShown() {
        assertThat(cookie.read("__Host-session=v1.secret").toString()).isEqualTo("CookieReading[PRESENT]");
        assertThat(cookie.toString())
                .isEqualTo("SessionCookie[__Host-session; Path=/; Secure; HttpOnly; SameSite=Lax]");
    }

    private static String noise(Random random) {
        String alphabet = "abc=; \t\",\\\u0000\u00e9_-H";
        return IntStream.range(0, random.nextInt(30))
                .map(i -> alphabet.charAt(random.nextInt(alphabet.length())))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
