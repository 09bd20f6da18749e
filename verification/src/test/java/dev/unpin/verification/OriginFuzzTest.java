package dev.unpin.verification;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.unpin.http.CrossOriginRefusedException;
import dev.unpin.http.OriginCheck;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a client may put into the headers by which requests of other origins are refused. */
class OriginFuzzTest {
    /** The input's lines are {@code Origin} and {@code Host}; a browser without {@code Sec-Fetch-Site} sent them. */
    @FuzzTest
    void onlyAnOriginWithHostAndPortOfTheServicePasses(byte[] input) {
        String[] lines = lines(input, 2);

        if (passes(OriginCheck.create(), Map.of("Origin", lines[0], "Host", lines[1]))) {
            authority(lines[0])
                    .ifPresent(origin -> assertThat(authority(scheme(lines[0]) + "://" + lines[1]))
                            .contains(origin));
            assertThat(lines[0]).contains("://");
            assertThat(lines[1]).isNotBlank();
        }
    }

    /** The input's lines are a trusted origin, then {@code Origin}, {@code Sec-Fetch-Site} and {@code Host}. */
    @FuzzTest
    void aTrustedOriginOpensTheDoorForItselfAlone(byte[] input) {
        String[] lines = lines(input, 4);
        OriginCheck own = OriginCheck.create();
        Optional<OriginCheck> trusting = trusting(lines[0]);
        Map<String, String> headers = Map.of("Origin", lines[1], "Sec-Fetch-Site", lines[2], "Host", lines[3]);

        if (trusting.isEmpty()) {
            return;
        }
        Optional<String> trusted = authority(lines[0]);
        assertThat(trusted).isPresent();
        assertThat(scheme(lines[0])).isIn("http", "https");
        assertThat(passes(trusting.get(), Map.of("Origin", lines[0], "Sec-Fetch-Site", "cross-site")))
                .isTrue();
        if (passes(trusting.get(), headers) && !passes(own, headers)) {
            assertThat(authority(lines[1])).isEqualTo(trusted);
            assertThat(scheme(lines[1])).isEqualTo(scheme(lines[0]));
        }
    }

    private static Optional<OriginCheck> trusting(String origin) {
        try {
            return Optional.of(OriginCheck.create().withTrustedOrigin(origin));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean passes(OriginCheck check, Map<String, String> headers) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        try {
            check.check("POST", anyCase::get);
            return true;
        } catch (CrossOriginRefusedException e) {
            return false;
        }
    }

    /** Host and port as the JDK reads them; empty where it can read none. */
    private static Optional<String> authority(String origin) {
        try {
            URI uri = URI.create(origin);
            int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
            return Optional.ofNullable(uri.getHost())
                    .map(host -> lowerCase(host) + ":" + (uri.getPort() < 0 ? standard : uri.getPort()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String scheme(String origin) {
        return lowerCase(origin.substring(0, Math.max(0, origin.indexOf("://"))));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String[] lines(byte[] input, int count) {
        String[] given = new String(input, ISO_8859_1).split("\n", count);
        String[] lines = new String[count];
        for (int i = 0; i < count; i++) {
            lines[i] = i < given.length ? given[i] : "";
        }
        return lines;
    }
}
