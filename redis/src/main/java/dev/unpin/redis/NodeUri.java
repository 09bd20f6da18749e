package dev.unpin.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * A parsed {@code redis://} or {@code rediss://} address. Its errors never repeat the text, which may hold a password.
 */
record NodeUri(HostAndPort address, @Nullable Credentials credentials, int database, boolean tls) {
    private static final String SHAPE = "redis[s]://[[user]:password@]host[:port][/database]";

    static NodeUri parse(String text, int defaultPort) {
        URI uri = uri(text);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("rediss");
        require(tls || scheme.equals("redis"), "has the scheme '" + scheme + "'");
        require(uri.getRawQuery() == null && uri.getRawFragment() == null, "has a query or fragment");
        // URI.getHost() is null for names with an underscore, which container networks use.
        String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
        int at = authority.lastIndexOf('@');
        return new NodeUri(
                address(authority.substring(at + 1), defaultPort),
                at < 0 ? null : credentials(authority.substring(0, at)),
                database(Objects.requireNonNullElse(uri.getRawPath(), "")),
                tls);
    }

    private static URI uri(String text) {
        Objects.requireNonNull(text, "uri");
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The cause is left out: its message repeats the text.
            throw malformed("has an illegal character at position " + e.getIndex());
        }
    }

    private static HostAndPort address(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']');
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        require(!host.isEmpty(), "has no host");
        int port = hasPort ? number("port", text.substring(colon + 1), 65_535) : defaultPort;
        return new HostAndPort(host, port);
    }

    private static Credentials credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        require(colon >= 0, "has credentials without a colon: write :password@ or user:password@");
        String user = decode(userInfo.substring(0, colon));
        return new Credentials(user.isEmpty() ? null : user, decode(userInfo.substring(colon + 1)));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int database(String path) {
        return path.length() <= 1 ? 0 : number("database", path.substring(1), 1_000_000);
    }

    private static int number(String what, String text, int max) {
        require(text.matches("[0-9]{1,7}"), "has a " + what + " that is no number");
        int number = Integer.parseInt(text);
        require(number <= max, "has a " + what + " above " + max);
        return number;
    }

    private static void require(boolean fits, String fault) {
        if (!fits) {
            throw malformed(fault);
        }
    }

    private static IllegalArgumentException malformed(String fault) {
        return new IllegalArgumentException("uri must be " + SHAPE + ", but " + fault);
    }
}
