package dev.unpin.testkit.stateless;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one client, by name and path (RFC 6265, section 5.3). All instances are one host to it, and
 * {@code Secure} is passed over, since instances behind a load balancer seldom speak TLS themselves.
 */
final class CookieJar {
    private final Map<Key, String> cookies = new LinkedHashMap<>();
    private final InstantSource clock;

    CookieJar(InstantSource clock) {
        this.clock = clock;
    }

    private record Key(String name, String path) {
        boolean fits(String requestPath) {
            return requestPath.equals(path)
                    || (requestPath.startsWith(path)
                            && (path.endsWith("/") || requestPath.charAt(path.length()) == '/'));
        }
    }

    void receive(List<String> setCookies, String requestPath) {
        setCookies.forEach(header -> receive(header, requestPath));
    }

    /** The header to send; empty if there is no cookie for this path. */
    Optional<String> header(String requestPath) {
        String path = withoutQuery(requestPath);
        String all = cookies.entrySet().stream()
                .filter(cookie -> cookie.getKey().fits(path))
                .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    static String nameOf(String setCookie) {
        int equals = setCookie.indexOf('=');
        return equals < 0 ? setCookie : setCookie.substring(0, equals).strip();
    }

    private void receive(String setCookie, String requestPath) {
        String[] parts = setCookie.split(";", -1);
        int equals = parts[0].indexOf('=');
        if (equals <= 0) {
            return;
        }
        String path = defaultPath(withoutQuery(requestPath));
        Optional<Boolean> over = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String[] attribute = parts[i].strip().split("=", 2);
            String value = attribute.length == 2 ? attribute[1].strip() : "";
            switch (attribute[0].strip().toLowerCase(Locale.ROOT)) {
                case "path" -> path = value.startsWith("/") ? value : path;
                case "max-age" -> over = Optional.of(value.startsWith("-") || value.equals("0"));
                case "expires" -> over = over.or(() -> Optional.of(isPast(value)));
                default -> {}
            }
        }
        Key key = new Key(parts[0].substring(0, equals).strip(), path);
        if (over.orElse(false)) {
            cookies.remove(key);
        } else {
            cookies.put(key, parts[0].substring(equals + 1).strip());
        }
    }

    private boolean isPast(String date) {
        try {
            Instant instant = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.replace('-', ' '), Instant::from);
            return !instant.isAfter(clock.instant().plus(Duration.ofSeconds(1)));
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }

    private static String withoutQuery(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static String defaultPath(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
