package dev.unpin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.unpin.Effect;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginCheckTest {
    private final OriginCheck check = OriginCheck.create();

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void safeMethodsPassFromAnywhere(String method) {
        assertPasses(check, method, "cross-site", "https://evil.example", "shop.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "PROPFIND", ""})
    void everyOtherMethodIsChecked(String method) {
        assertRefused(check, method, "cross-site", "https://evil.example", "shop.example");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin, https://shop.example, shop.example",
                "same-origin, -, -",
                "none, -, shop.example",
                "same-origin, https://rewritten.example, shop.example",
                "-, -, shop.example",
                "-, -, -",
                "-, https://shop.example, shop.example",
                "-, http://shop.example, shop.example",
                "-, HTTPS://Shop.Example, sHOP.eXAMPLE",
                "-, https://shop.example:8443, shop.example:8443",
                "-, https://shop.example, shop.example:443",
                "-, http://shop.example, shop.example:80",
                "-, https://shop.example:443, shop.example",
                "-, http://[::1]:8080, [::1]:8080",
                "-, http://[::1], [::1]:80",
            })
    void whatComesFromThisOriginOrFromNoBrowserPasses(
            @Nullable String site, @Nullable String origin, @Nullable String host) {
        assertPasses(check, "POST", site, origin, host);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "cross-site, https://evil.example, shop.example",
                "same-site, https://blog.shop.example, shop.example",
                "cross-site, https://shop.example, shop.example",
                "cross-site, -, shop.example",
                "SAME-ORIGIN, -, shop.example",
                "'', -, shop.example",
                "nonsense, -, shop.example",
                "-, https://evil.example, shop.example",
                "-, null, shop.example",
                "-, null, null",
                "-, '', shop.example",
                "-, '', ''",
                "-, https://shop.example, -",
                "-, https://, ''",
                "-, https://shop.example, ''",
                "-, https://shop.example.evil.example, shop.example",
                "-, https://evil.example/shop.example, shop.example",
                "-, https://shop.example@evil.example, shop.example",
                "-, https://shop.example:444, shop.example",
                "-, http://shop.example:443, shop.example",
                "-, https://shop.example, shop.example:80",
                "-, shop.example, shop.example",
                "-, file://, shop.example",
            })
    void whatABrowserSendsForAnotherOriginIsRefused(
            @Nullable String site, @Nullable String origin, @Nullable String host) {
        assertRefused(check, "POST", site, origin, host);
    }

    @Test
    void aTrustedOriginPassesWhateverTheBrowserCallsIt() {
        OriginCheck trusting =
                check.withTrustedOrigin("https://Admin.example").withTrustedOrigin("http://localhost:3000");

        assertPasses(trusting, "POST", "cross-site", "https://admin.example", "shop.example");
        assertPasses(trusting, "POST", "same-site", "https://admin.example:443", "shop.example");
        assertPasses(trusting, "POST", null, "http://localhost:3000", "backend:8080");
        assertRefused(trusting, "POST", "cross-site", "http://admin.example", "shop.example");
        assertRefused(trusting, "POST", "cross-site", "https://admin.example.evil.example", "shop.example");
        assertRefused(trusting, "POST", "cross-site", "http://localhost:3001", "shop.example");
        assertRefused(trusting, "POST", "cross-site", null, "shop.example");
        assertRefused(check, "POST", "cross-site", "https://admin.example", "shop.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "*",
                "admin.example",
                "https://",
                "https://*.example",
                "https://admin.example/",
                "https://admin.example/x",
                "https://admin.example?x",
                "https://admin.example#x",
                "https://me@admin.example",
                "https://admin.example:",
                "ftp://admin.example",
                "file:///x",
                "https://admin example"
            })
    void whatIsNoOriginCannotBeTrusted(String origin) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check.withTrustedOrigin(origin))
                .withMessageContaining("https://admin.example.com");
    }

    @Test
    void theRefusalIsTypedAndEchoesNothing() {
        assertThatExceptionOfType(CrossOriginRefusedException.class)
                .isThrownBy(() -> check.check("POST", headers("cross-site", "https://evil.example", "shop")::get))
                .withMessageNotContaining("evil")
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("cross-origin-refused");
                    assertThat(refusal.effect()).isEqualTo(Effect.REFUSED);
                    assertThat(refusal.httpStatus()).isEqualTo(403);
                    assertThat(refusal.retryAfter()).isEmpty();
                });
    }

    private static void assertPasses(
            OriginCheck check, String method, @Nullable String site, @Nullable String origin, @Nullable String host) {
        assertThatCode(() -> check.check(method, headers(site, origin, host)::get))
                .doesNotThrowAnyException();
    }

    private static void assertRefused(
            OriginCheck check, String method, @Nullable String site, @Nullable String origin, @Nullable String host) {
        assertThatExceptionOfType(CrossOriginRefusedException.class)
                .isThrownBy(() -> check.check(method, headers(site, origin, host)::get));
    }

    private static Map<String, @Nullable String> headers(
            @Nullable String site, @Nullable String origin, @Nullable String host) {
        Map<String, @Nullable String> headers = new HashMap<>();
        headers.put("Sec-Fetch-Site", site);
        headers.put("Origin", origin);
        headers.put("Host", host);
        return headers;
    }
}
