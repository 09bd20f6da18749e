package dev.unpin.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that another origin makes a browser send with this service's cookies (cross-site request forgery);
 * immutable. No token in forms is needed.
 *
 * <p>Every method but {@code GET}, {@code HEAD} and {@code OPTIONS} is checked; an application must change nothing in
 * these three. The rules, in order:
 *
 * <ol>
 *   <li>{@code Sec-Fetch-Site} is {@code same-origin} or {@code none} (typed or bookmarked by the user): allowed. Every
 *       current browser sends it to trustworthy addresses (TLS, localhost), and scripts cannot change it.
 *   <li>{@code Origin} is a {@linkplain #withTrustedOrigin trusted} one: allowed.
 *   <li>{@code Sec-Fetch-Site} says anything else: refused.
 *   <li>Neither header is there: allowed, for only clients that are no browser, or browsers from before 2020, leave
 *       both out.
 *   <li>{@code Origin} has the host and port of the {@code Host} header: allowed; everything else, {@code null}
 *       included: refused.
 * </ol>
 *
 * <p>The last rule does not compare schemes, since a service behind a balancer that ends TLS does not know its own. It
 * decides only for browsers without {@code Sec-Fetch-Site}; {@code Strict-Transport-Security} closes that gap, a page
 * of the same host loaded without TLS. A balancer that rewrites {@code Host} makes this rule refuse: let it pass the
 * header on, or trust the public origin.
 */
public final class OriginCheck {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");
    private static final OriginCheck STANDARD = new OriginCheck(Set.of());

    private final Set<String> trusted;

    private OriginCheck(Set<String> trusted) {
        this.trusted = trusted;
    }

    /**
     * Returns the check that trusts this service's own origin only.
     *
     * @return the check to start from
     */
    public static OriginCheck create() {
        return STANDARD;
    }

    /**
     * Returns this check, trusting one more origin with everything a signed-in user can do.
     *
     * @param origin scheme, host and, unless it is the scheme's own, port, as a browser sends them, for instance
     *     {@code https://admin.example.com}; no path, no wildcard
     * @return a check that allows this origin too
     * @throws IllegalArgumentException if this is no origin of {@code http} or {@code https}
     */
    public OriginCheck withTrustedOrigin(String origin) {
        Set<String> more = new HashSet<>(trusted);
        more.add(requireOrigin(origin));
        return new OriginCheck(Set.copyOf(more));
    }

    /**
     * Lets a request pass, or refuses it.
     *
     * @param method the request's method; methods are case-sensitive
     * @param headers the request's headers
     * @throws CrossOriginRefusedException if a browser sent the request on behalf of an origin that is not trusted
     */
    public void check(String method, RequestHeaders headers) {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(headers, "headers");
        if (SAFE_METHODS.contains(method)) {
            return;
        }
        String site = headers.first("Sec-Fetch-Site");
        String origin = headers.first("Origin");
        if ("same-origin".equals(site) || "none".equals(site) || (site == null && origin == null)) {
            return;
        }
        String normalOrigin = origin == null ? "" : withoutDefaultPort(origin);
        if (trusted.contains(normalOrigin)) {
            return;
        }
        if (site != null || !names(normalOrigin, headers.first("Host"))) {
            throw new CrossOriginRefusedException("A page of another origin sent this request. Send it from this"
                    + " service's own pages, or have the origin trusted");
        }
    }

    private static boolean names(String normalOrigin, @Nullable String host) {
        int separator = normalOrigin.indexOf("://");
        if (host == null || host.isBlank() || separator < 0) {
            return false;
        }
        String scheme = normalOrigin.substring(0, separator);
        return normalOrigin.equals(withoutDefaultPort(scheme + "://" + host));
    }

    /**
     * Lower case, and without the port that the scheme implies: balancers add it to {@code Host}, browsers never do.
     */
    private static String withoutDefaultPort(String origin) {
        String lowerCase = origin.toLowerCase(Locale.ROOT);
        String port = lowerCase.startsWith("https:") ? ":443" : ":80";
        return lowerCase.endsWith(port) ? lowerCase.substring(0, lowerCase.length() - port.length()) : lowerCase;
    }

    private static String requireOrigin(String origin) {
        Objects.requireNonNull(origin, "origin");
        try {
            URI uri = new URI(origin);
            String scheme = uri.getScheme();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            if (web && uri.getHost() != null && origin.equals(scheme + "://" + hostAndPort(uri))) {
                return withoutDefaultPort(origin);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notAnOrigin(origin), e);
        }
        throw new IllegalArgumentException(notAnOrigin(origin));
    }

    private static String hostAndPort(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private static String notAnOrigin(String origin) {
        return "Trusted origin has to be like https://admin.example.com or http://localhost:8080, but was: " + origin;
    }

    /** Lists the trusted origins. */
    @Override
    public String toString() {
        return "OriginCheck[trusted=" + trusted + "]";
    }
}
